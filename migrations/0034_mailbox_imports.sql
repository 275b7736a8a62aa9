CREATE TABLE `mailbox_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_count` integer NOT NULL,
	`user_ids` text NOT NULL,
	`created_by` text,
	`created_by_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`undone_at` integer,
	`idempotency_key` text,
	`idempotency_tag` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mailbox_imports_project` ON `mailbox_imports` (`workgroup_id`,`project_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mailbox_imports_idempotency` ON `mailbox_imports` (`workgroup_id`,`idempotency_key`);--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `import_id` text;--> statement-breakpoint
CREATE INDEX `mailboxes_import` ON `mailboxes` (`import_id`) WHERE import_id IS NOT NULL;