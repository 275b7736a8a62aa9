CREATE TABLE `endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`domains` text NOT NULL,
	`username` text,
	`password_sealed` text,
	`use_impersonation` integer NOT NULL,
	`version` text,
	`auth_schemes` text NOT NULL,
	`health` text NOT NULL,
	`health_detail` text,
	`checked_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `endpoints_workgroup` ON `endpoints` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE TABLE `item_errors` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`pass_id` text NOT NULL,
	`item_key` text NOT NULL,
	`folder_path` text NOT NULL,
	`item_class` text NOT NULL,
	`kind` text NOT NULL,
	`item_at` integer,
	`size_bytes` integer NOT NULL,
	`code` text NOT NULL,
	`message` text NOT NULL,
	`fault_kind` text,
	`path` text,
	`subject` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `item_errors_item` ON `item_errors` (`mailbox_id`,`item_key`);--> statement-breakpoint
CREATE INDEX `item_errors_mailbox` ON `item_errors` (`workgroup_id`,`mailbox_id`,`id`);--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`source_email` text NOT NULL,
	`destination_email` text NOT NULL,
	`source_key` text NOT NULL,
	`destination_key` text NOT NULL,
	`source_login` text,
	`source_password_sealed` text,
	`destination_login` text,
	`destination_password_sealed` text,
	`status_code` text NOT NULL,
	`status_detail` text,
	`failure` text,
	`phase` text,
	`error_count` integer NOT NULL,
	`items_total` integer NOT NULL,
	`items_done` integer NOT NULL,
	`items_failed` integer NOT NULL,
	`bytes_total` integer NOT NULL,
	`bytes_done` integer NOT NULL,
	`items_per_second` real NOT NULL,
	`bytes_per_second` real NOT NULL,
	`eta_ms` integer,
	`pass_id` text,
	`pass_type` text,
	`last_activity_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mailboxes_project` ON `mailboxes` (`workgroup_id`,`project_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mailboxes_source` ON `mailboxes` (`project_id`,`source_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `mailboxes_destination` ON `mailboxes` (`project_id`,`destination_key`);--> statement-breakpoint
CREATE TABLE `watermarks` (
	`workgroup_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`folder_id` text NOT NULL,
	`destination_folder_id` text NOT NULL,
	`sync_state` text,
	`is_complete` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`mailbox_id`, `folder_id`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `pass_mailboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`pass_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`type` text NOT NULL,
	`status` text NOT NULL,
	`not_before_at` integer,
	`attempts` integer NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`tally` text,
	`fault` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`pass_id`) REFERENCES `passes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pass_mailboxes_pass` ON `pass_mailboxes` (`workgroup_id`,`pass_id`,`id`);--> statement-breakpoint
CREATE INDEX `pass_mailboxes_project` ON `pass_mailboxes` (`workgroup_id`,`project_id`,`status`);--> statement-breakpoint
CREATE INDEX `pass_mailboxes_mailbox` ON `pass_mailboxes` (`mailbox_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `pass_mailboxes_open` ON `pass_mailboxes` (`mailbox_id`) WHERE status IN ('queued', 'running', 'stopping', 'paused');--> statement-breakpoint
CREATE TABLE `passes` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`type` text NOT NULL,
	`status` text NOT NULL,
	`mailbox_count` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`idempotency_key` text,
	`idempotency_hash` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passes_project` ON `passes` (`workgroup_id`,`project_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `passes_idempotency` ON `passes` (`workgroup_id`,`idempotency_key`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`name` text NOT NULL,
	`source_endpoint_id` text NOT NULL,
	`destination_endpoint_id` text NOT NULL,
	`options` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_endpoint_id`) REFERENCES `endpoints`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`destination_endpoint_id`) REFERENCES `endpoints`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `projects_workgroup` ON `projects` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE INDEX `projects_source_endpoint` ON `projects` (`source_endpoint_id`);--> statement-breakpoint
CREATE INDEX `projects_destination_endpoint` ON `projects` (`destination_endpoint_id`);--> statement-breakpoint
CREATE TABLE `folder_statistics` (
	`workgroup_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`folder_id` text NOT NULL,
	`path` text NOT NULL,
	`distinguished_id` text,
	`source_count` integer NOT NULL,
	`source_bytes` integer NOT NULL,
	`destination_count` integer NOT NULL,
	`destination_bytes` integer NOT NULL,
	`copied_count` integer NOT NULL,
	`copied_bytes` integer NOT NULL,
	`failed_count` integer NOT NULL,
	`failed_bytes` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`mailbox_id`, `folder_id`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `kind_statistics` (
	`workgroup_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`kind` text NOT NULL,
	`success_count` integer NOT NULL,
	`success_bytes` integer NOT NULL,
	`error_count` integer NOT NULL,
	`error_bytes` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`mailbox_id`, `kind`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`role` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_workgroup` ON `api_keys` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE TABLE `installation` (
	`id` integer PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text,
	`status` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`inviter_id` text NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`inviter_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `invitation_organization` ON `invitation` (`organization_id`);--> statement-breakpoint
CREATE INDEX `invitation_email` ON `invitation` (`email`);--> statement-breakpoint
CREATE TABLE `member` (
	`id` text PRIMARY KEY NOT NULL,
	`organization_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organization_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_once` ON `member` (`organization_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `member_user` ON `member` (`user_id`);--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`logo` text,
	`created_at` integer NOT NULL,
	`metadata` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `organization_slug_unique` ON `organization` (`slug`);--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_request` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limit_key_unique` ON `rate_limit` (`key`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	`active_organization_id` text,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);