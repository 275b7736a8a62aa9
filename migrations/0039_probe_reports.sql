CREATE TABLE `probe_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`mailbox` text,
	`findings` text NOT NULL,
	`changes` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`endpoint_id`) REFERENCES `endpoints`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `probe_reports_endpoint` ON `probe_reports` (`workgroup_id`,`endpoint_id`,`id`);--> statement-breakpoint
CREATE TABLE `mailbox_reports` (
	`workgroup_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`side` text NOT NULL,
	`findings` text NOT NULL,
	`changes` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`mailbox_id`, `side`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
