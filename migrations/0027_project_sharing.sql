CREATE TABLE `project_grants` (
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `agent_id`),
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workgroup_id`,`agent_id`) REFERENCES `member`(`organization_id`,`user_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `project_grants_agent` ON `project_grants` (`workgroup_id`,`agent_id`,`project_id`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `scopes` text DEFAULT '["read","run","manage"]' NOT NULL;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_from` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_by` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `created_by` text;--> statement-breakpoint
-- Who added each project, as its event says; for a key, the agent at the beginning of the line of keys.
UPDATE `projects` SET `created_by` = (
	WITH RECURSIVE `line`(`key`, `maker`) AS (
		SELECT `id`, `created_by` FROM `api_keys`
		UNION SELECT `line`.`key`, `made`.`created_by` FROM `line` JOIN `api_keys` `made` ON `made`.`id` = `line`.`maker`
	)
	SELECT CASE `actor_kind`
		WHEN 'agent' THEN `actor_id`
		ELSE (SELECT `maker` FROM `line` WHERE `line`.`key` = `actor_id` AND `maker` IN (SELECT `id` FROM `user`))
	END
	FROM `events`
	WHERE `events`.`workgroup_id` = `projects`.`workgroup_id` AND `events`.`project_id` = `projects`.`id`
		AND `events`.`type` = 'project.created'
);
