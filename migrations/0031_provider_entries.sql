CREATE TABLE `provider_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`corrects` text,
	`facts` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `provider_entries_workgroup` ON `provider_entries` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `provider_entries_corrects` ON `provider_entries` (`workgroup_id`,`corrects`);