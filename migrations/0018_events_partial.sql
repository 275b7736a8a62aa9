DROP INDEX `events_project`;--> statement-breakpoint
DROP INDEX `events_mailbox`;--> statement-breakpoint
CREATE INDEX `events_project` ON `events` (`workgroup_id`,`project_id`,`seq`) WHERE "events"."project_id" is not null;--> statement-breakpoint
CREATE INDEX `events_mailbox` ON `events` (`workgroup_id`,`mailbox_id`,`seq`) WHERE "events"."mailbox_id" is not null;