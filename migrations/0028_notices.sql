CREATE TABLE `notice_recipients` (
	`notice_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`workgroup_id` text NOT NULL,
	`mailbox` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`recipient` text,
	`message_id` text,
	`starts_at` integer,
	`same_key` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`notice_id`, `mailbox_id`),
	FOREIGN KEY (`notice_id`) REFERENCES `notices`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notice_recipients_pending` ON `notice_recipients` (`notice_id`,`state`,`mailbox_id`);--> statement-breakpoint
CREATE INDEX `notice_recipients_message` ON `notice_recipients` (`message_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `notice_recipients_once` ON `notice_recipients` (`mailbox_id`,`same_key`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`automatic` text,
	`state` text NOT NULL,
	`starts_local` text,
	`starts_zone` text,
	`starts_at` integer,
	`send_local` text,
	`send_zone` text,
	`due_at` integer,
	`created_by` text,
	`created_by_name` text,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`idempotency_key` text,
	`idempotency_hash` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `notices_project` ON `notices` (`workgroup_id`,`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `notices_due` ON `notices` (`due_at`) WHERE "notices"."due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `notices_automatic` ON `notices` (`project_id`,`automatic`);--> statement-breakpoint
CREATE UNIQUE INDEX `notices_idempotency` ON `notices` (`workgroup_id`,`idempotency_key`);