CREATE TABLE `credential_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`request_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`end_reason` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`request_id`) REFERENCES `credential_requests`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `credential_links_request` ON `credential_links` (`request_id`);--> statement-breakpoint
CREATE TABLE `credential_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`sides` text NOT NULL,
	`recipient` text NOT NULL,
	`recipient_name` text,
	`language` text NOT NULL,
	`time_zone` text NOT NULL,
	`contact` text NOT NULL,
	`state` text NOT NULL,
	`message_id` text,
	`created_at` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`sent_at` integer,
	`opened_at` integer,
	`answered_at` integer,
	`ended_at` integer,
	`expires_at` integer NOT NULL,
	`reminded_at` integer,
	`reminders` integer DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_attempt_at` integer,
	`last_failure` text,
	`pending` text,
	`pending_since` integer,
	`next_check_at` integer,
	`due_at` integer NOT NULL,
	`by_copied_link` integer DEFAULT false NOT NULL,
	`revoked_by` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `credential_requests_project` ON `credential_requests` (`workgroup_id`,`project_id`,`id`);--> statement-breakpoint
CREATE INDEX `credential_requests_mailbox` ON `credential_requests` (`mailbox_id`,`id`);--> statement-breakpoint
CREATE INDEX `credential_requests_message` ON `credential_requests` (`message_id`) WHERE "credential_requests"."message_id" is not null;--> statement-breakpoint
CREATE INDEX `credential_requests_due` ON `credential_requests` (`workgroup_id`,`due_at`) WHERE state IN ('queued', 'sent', 'bounced', 'opened');--> statement-breakpoint
CREATE INDEX `credential_requests_check` ON `credential_requests` (`workgroup_id`,`next_check_at`) WHERE "credential_requests"."next_check_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `credential_requests_open` ON `credential_requests` (`mailbox_id`) WHERE state IN ('queued', 'sent', 'bounced', 'opened');--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `source_login_unknown` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `destination_login_unknown` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `source_given_at` integer;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `destination_given_at` integer;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `contact_email` text;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `contact_name` text;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `contact_language` text;--> statement-breakpoint
CREATE INDEX `mailboxes_given` ON `mailboxes` (`workgroup_id`,`id`) WHERE source_given_at IS NOT NULL OR destination_given_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `pass_mailboxes` ADD `waits_for` text;--> statement-breakpoint
CREATE INDEX `pass_mailboxes_waits` ON `pass_mailboxes` (`mailbox_id`) WHERE "pass_mailboxes"."waits_for" is not null;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `request_valid_days` integer DEFAULT 14 NOT NULL;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `reminder_days` text DEFAULT '[3,7]' NOT NULL;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `purge_after_days` integer DEFAULT 90;