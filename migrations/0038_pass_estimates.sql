CREATE TABLE `pass_estimates` (
	`pass_id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`made_at` integer NOT NULL,
	`from_ms` integer NOT NULL,
	`to_ms` integer NOT NULL,
	`basis` text NOT NULL,
	FOREIGN KEY (`pass_id`) REFERENCES `passes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pass_estimates_project` ON `pass_estimates` (`workgroup_id`,`project_id`,`pass_id`);