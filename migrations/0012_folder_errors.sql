CREATE TABLE `folder_errors` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`pass_id` text NOT NULL,
	`folder_id` text NOT NULL,
	`path` text NOT NULL,
	`distinguished_id` text,
	`item_count` integer NOT NULL,
	`below` text,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`fault_kind` text NOT NULL,
	`side` text,
	`operation` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `folder_errors_folder` ON `folder_errors` (`mailbox_id`,`folder_id`);--> statement-breakpoint
CREATE INDEX `folder_errors_mailbox` ON `folder_errors` (`workgroup_id`,`mailbox_id`,`id`);