DROP INDEX `pass_mailboxes_pass`;--> statement-breakpoint
DROP INDEX `pass_mailboxes_project`;--> statement-breakpoint
CREATE INDEX `pass_mailboxes_pass` ON `pass_mailboxes` (`workgroup_id`,`pass_id`,`status`);--> statement-breakpoint
CREATE INDEX `pass_mailboxes_project` ON `pass_mailboxes` (`workgroup_id`,`project_id`,`status`,`not_before_at`,`updated_at`,`id`);