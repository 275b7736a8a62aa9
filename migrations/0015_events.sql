CREATE TABLE `event_positions` (
	`workgroup_id` text NOT NULL,
	`reader` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`workgroup_id`, `reader`)
);
--> statement-breakpoint
CREATE TABLE `event_retries` (
	`workgroup_id` text NOT NULL,
	`reader` text NOT NULL,
	`seq` integer NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer,
	`error` text NOT NULL,
	PRIMARY KEY(`workgroup_id`, `reader`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `event_retries_due` ON `event_retries` (`due_at`);--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`workgroup_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`customer_id` text,
	`project_id` text,
	`mailbox_id` text,
	`pass_id` text,
	`subject` text NOT NULL,
	`changes` text NOT NULL,
	`data` text NOT NULL,
	`words` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id_unique` ON `events` (`id`);--> statement-breakpoint
CREATE INDEX `events_workgroup` ON `events` (`workgroup_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_project` ON `events` (`workgroup_id`,`project_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_mailbox` ON `events` (`workgroup_id`,`mailbox_id`,`seq`);