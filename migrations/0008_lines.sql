ALTER TABLE `endpoints` ADD `line_failure` text;--> statement-breakpoint
ALTER TABLE `endpoints` ADD `origins` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `endpoints` ADD `trusted_certificates` text DEFAULT '{}' NOT NULL;