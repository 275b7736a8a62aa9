CREATE TABLE `waves` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`cutover_at` integer,
	`time_zone` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `waves_name` ON `waves` (`project_id`,`name_key`);--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `wave_id` text REFERENCES waves(id) ON DELETE set null;--> statement-breakpoint
CREATE INDEX `mailboxes_wave` ON `mailboxes` (`wave_id`) WHERE wave_id IS NOT NULL;