ALTER TABLE `endpoints` ADD `consent_hosts` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `source_server` text;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `destination_server` text;