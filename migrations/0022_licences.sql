CREATE TABLE `licence_entries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`workgroup_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`type` text NOT NULL,
	`amount` integer NOT NULL,
	`order_id` text,
	`assignment_id` text,
	`mailbox_id` text,
	`run_id` text,
	`subject` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `licence_entries_id_unique` ON `licence_entries` (`id`);--> statement-breakpoint
CREATE INDEX `licence_entries_balance` ON `licence_entries` (`workgroup_id`,`kind`,`amount`);--> statement-breakpoint
CREATE INDEX `licence_entries_workgroup` ON `licence_entries` (`workgroup_id`,`seq`);--> statement-breakpoint
CREATE TABLE `licence_orders` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`quantity` integer NOT NULL,
	`unit_amount` integer NOT NULL,
	`currency` text NOT NULL,
	`billing_address` text NOT NULL,
	`payment` text NOT NULL,
	`state` text NOT NULL,
	`created_by` text NOT NULL,
	`created_by_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`paid_at` integer,
	`checkout_id` text,
	`payment_id` text,
	`refunded` integer DEFAULT 0 NOT NULL,
	`refunded_in_ledger` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `licence_orders_number` ON `licence_orders` (`workgroup_id`,`number`);--> statement-breakpoint
CREATE INDEX `licence_orders_workgroup` ON `licence_orders` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE INDEX `licence_orders_payment` ON `licence_orders` (`payment_id`) WHERE payment_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `mailbox_licences` (
	`workgroup_id` text NOT NULL,
	`source_key` text NOT NULL,
	`destination_key` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`assignment_id` text,
	`limit_bytes` integer,
	`over_at` integer,
	`has_copied` integer NOT NULL,
	`run_id` text NOT NULL,
	`reserved_at` integer NOT NULL,
	`consumed_at` integer,
	PRIMARY KEY(`workgroup_id`, `source_key`, `destination_key`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mailbox_licences_assignment` ON `mailbox_licences` (`assignment_id`) WHERE assignment_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `pass_mailboxes` ADD `licence` text;--> statement-breakpoint
ALTER TABLE `pass_mailboxes` ADD `licence_limit_bytes` integer;--> statement-breakpoint
ALTER TABLE `pass_mailboxes` ADD `items_before` integer;--> statement-breakpoint
CREATE INDEX `pass_mailboxes_licence` ON `pass_mailboxes` (`workgroup_id`,`licence`,`status`,`updated_at`) WHERE "pass_mailboxes"."licence" is not null;--> statement-breakpoint
ALTER TABLE `workgroup_settings` ADD `licences_enabled` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE TRIGGER `licence_entries_unchanged` BEFORE UPDATE ON `licence_entries` BEGIN SELECT RAISE(ABORT, 'An entry of the licence ledger cannot be changed.'); END;--> statement-breakpoint
CREATE TRIGGER `licence_entries_kept` BEFORE DELETE ON `licence_entries` BEGIN SELECT RAISE(ABORT, 'An entry of the licence ledger cannot be deleted.'); END;--> statement-breakpoint
CREATE TRIGGER `licence_entries_once` BEFORE INSERT ON `licence_entries` WHEN EXISTS (SELECT 1 FROM `licence_entries` WHERE `id` = NEW.`id` OR `seq` = NEW.`seq`) BEGIN SELECT RAISE(ABORT, 'The licence ledger has this entry already.'); END;
