CREATE TABLE `workgroup_settings` (
	`workgroup_id` text PRIMARY KEY NOT NULL,
	`project_sharing` integer DEFAULT true NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
