ALTER TABLE `customers` ADD `user_text` text;--> statement-breakpoint
ALTER TABLE `looks` ADD `user_text` text;