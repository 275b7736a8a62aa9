CREATE TABLE `webhook_deliveries` (
	`id` text NOT NULL,
	`webhook_id` text NOT NULL,
	`workgroup_id` text NOT NULL,
	`message_id` text NOT NULL,
	`type` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`is_test` integer NOT NULL,
	`tries` integer NOT NULL,
	`due_at` integer,
	`claim` text,
	`attempts` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`webhook_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`webhook_id`,`due_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE TABLE `webhook_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_messages_created` ON `webhook_messages` (`created_at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`project_ids` text,
	`description` text,
	`secret_sealed` text NOT NULL,
	`old_secret_sealed` text,
	`old_secret_until` integer,
	`state` text NOT NULL,
	`pause_reason` text,
	`paused_at` integer,
	`failing_since` integer,
	`failed_at` integer,
	`failures` integer DEFAULT 0 NOT NULL,
	`rest_until` integer,
	`delivered_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `webhooks_workgroup` ON `webhooks` (`workgroup_id`,`id`);