CREATE TABLE `losses` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`pass_id` text NOT NULL,
	`loss_key` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`item_class` text,
	`item_at` integer,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `losses_key` ON `losses` (`mailbox_id`,`loss_key`);--> statement-breakpoint
CREATE INDEX `losses_mailbox` ON `losses` (`workgroup_id`,`mailbox_id`,`id`);