CREATE TABLE `mail_settings` (
	`workgroup_id` text PRIMARY KEY NOT NULL,
	`driver` text,
	`sender_name` text,
	`sender_address` text,
	`reply_to` text,
	`smtp_host` text,
	`smtp_port` integer,
	`smtp_security` text,
	`smtp_username` text,
	`smtp_password_sealed` text,
	`dkim_selector` text,
	`hourly_limit` integer,
	`paused_until` integer,
	`faults` integer DEFAULT 0 NOT NULL,
	`fault_text` text,
	`fault_at` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`language` text NOT NULL,
	`time_zone` text NOT NULL,
	`variables` text NOT NULL,
	`draft` text,
	`is_test` integer DEFAULT false NOT NULL,
	`customer_id` text,
	`project_id` text,
	`mailbox_id` text,
	`state` text NOT NULL,
	`subject` text,
	`header_id` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`unclear_ends` integer DEFAULT 0 NOT NULL,
	`last_response` text,
	`due_at` integer NOT NULL,
	`claimed_until` integer,
	`last_attempt_at` integer,
	`sent_at` integer,
	`queued_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `messages_workgroup` ON `messages` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`state`,`due_at`);--> statement-breakpoint
CREATE INDEX `messages_attempts` ON `messages` (`workgroup_id`,`last_attempt_at`);--> statement-breakpoint
CREATE TABLE `looks` (
	`workgroup_id` text NOT NULL,
	`customer_id` text DEFAULT '' NOT NULL,
	`accent` text,
	`logo_key` text,
	`logo_type` text,
	`logo` blob,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workgroup_id`, `customer_id`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `looks_logo_key_unique` ON `looks` (`logo_key`);--> statement-breakpoint
CREATE TABLE `templates` (
	`workgroup_id` text NOT NULL,
	`kind` text NOT NULL,
	`language` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workgroup_id`, `kind`, `language`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
