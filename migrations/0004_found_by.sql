ALTER TABLE `endpoints` ADD `found_from` text;--> statement-breakpoint
ALTER TABLE `endpoints` ADD `found_by` text;