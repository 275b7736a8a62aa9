CREATE TABLE `invitation_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`invitation_id` text NOT NULL,
	FOREIGN KEY (`invitation_id`) REFERENCES `invitations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`language` text NOT NULL,
	`state` text NOT NULL,
	`invited_by` text NOT NULL,
	`invited_by_name` text NOT NULL,
	`message_id` text NOT NULL,
	`token_hash` text,
	`proves_email` integer DEFAULT false NOT NULL,
	`member_id` text,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `invitations_workgroup` ON `invitations` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE INDEX `invitations_message` ON `invitations` (`message_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_pending` ON `invitations` (`workgroup_id`,`email`) WHERE "invitations"."state" = 'pending';--> statement-breakpoint
ALTER TABLE `member` ADD `last_sign_in_at` integer;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `language` text;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `time_zone` text;