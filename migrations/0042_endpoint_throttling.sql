ALTER TABLE `customer_user_addresses` ADD `import_id` text;--> statement-breakpoint
CREATE INDEX `customer_user_addresses_import` ON `customer_user_addresses` (`import_id`) WHERE import_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `endpoints` ADD `throttling` text;