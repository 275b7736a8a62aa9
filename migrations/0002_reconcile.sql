ALTER TABLE `folder_statistics` ADD `missing_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `folder_statistics` ADD `missing_bytes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `folder_statistics` ADD `extra_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `folder_statistics` ADD `differences` text;