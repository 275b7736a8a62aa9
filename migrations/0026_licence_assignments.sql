CREATE TABLE `licence_assignments` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`customer_user_id` text NOT NULL,
	`kind` text NOT NULL,
	`applied_by` text NOT NULL,
	`applied_by_name` text NOT NULL,
	`applied_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`customer_user_id`) REFERENCES `customer_users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `licence_assignments_user` ON `licence_assignments` (`customer_user_id`,`kind`);--> statement-breakpoint
CREATE INDEX `licence_assignments_customer` ON `licence_assignments` (`workgroup_id`,`customer_id`,`id`);