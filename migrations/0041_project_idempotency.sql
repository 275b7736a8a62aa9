ALTER TABLE `projects` ADD `idempotency_key` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `idempotency_hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `projects_idempotency` ON `projects` (`workgroup_id`,`idempotency_key`);