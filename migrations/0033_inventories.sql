CREATE TABLE `inventories` (
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`side` text NOT NULL,
	`pass_id` text NOT NULL,
	`is_complete` integer NOT NULL,
	`counted_at` integer NOT NULL,
	`folder_count` integer NOT NULL,
	`item_count` integer NOT NULL,
	`item_bytes` integer NOT NULL,
	`kinds` text NOT NULL,
	`ages` text NOT NULL,
	`oldest_at` integer,
	`newest_at` integer,
	`is_sampled` integer NOT NULL,
	`limit_bytes` integer NOT NULL,
	`is_limit_assumed` integer NOT NULL,
	`oversize_count` integer NOT NULL,
	`oversize_bytes` integer NOT NULL,
	`is_oversize_cut` integer NOT NULL,
	`archive` text,
	`recoverable` text,
	`fault_count` integer NOT NULL,
	`fault` text,
	`state` text NOT NULL,
	PRIMARY KEY(`mailbox_id`, `side`, `pass_id`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `inventories_project` ON `inventories` (`workgroup_id`,`project_id`,`side`);--> statement-breakpoint
CREATE TABLE `inventory_folders` (
	`workgroup_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`side` text NOT NULL,
	`pass_id` text NOT NULL,
	`folder_id` text NOT NULL,
	`count` text NOT NULL,
	`counted` text NOT NULL,
	PRIMARY KEY(`mailbox_id`, `side`, `pass_id`, `folder_id`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `oversize_items` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`folder_path` text NOT NULL,
	`item_class` text NOT NULL,
	`kind` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`item_at` integer,
	`subject` text,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `oversize_items_project` ON `oversize_items` (`workgroup_id`,`project_id`,`size_bytes`,`id`);--> statement-breakpoint
CREATE INDEX `oversize_items_mailbox` ON `oversize_items` (`mailbox_id`);