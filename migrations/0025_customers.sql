CREATE TABLE `customer_user_addresses` (
	`workgroup_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`address_key` text NOT NULL,
	`user_id` text NOT NULL,
	`address` text NOT NULL,
	PRIMARY KEY(`customer_id`, `address_key`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `customer_users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `customer_user_addresses_user` ON `customer_user_addresses` (`user_id`);--> statement-breakpoint
CREATE TABLE `customer_users` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`name` text,
	`search_key` text NOT NULL,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `customer_users_customer` ON `customer_users` (`workgroup_id`,`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`company_name` text NOT NULL,
	`primary_domain` text NOT NULL,
	`domains` text NOT NULL,
	`address` text,
	`contact_name` text,
	`phone` text,
	`email` text,
	`time_zone` text,
	`language` text,
	`notes` text,
	`search_key` text NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`archived_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `customers_workgroup` ON `customers` (`workgroup_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `customers_default` ON `customers` (`workgroup_id`) WHERE is_default = 1;--> statement-breakpoint
ALTER TABLE `mailboxes` ADD `customer_user_id` text REFERENCES customer_users(id);--> statement-breakpoint
CREATE INDEX `mailboxes_customer_user` ON `mailboxes` (`customer_user_id`);--> statement-breakpoint
ALTER TABLE `projects` ADD `customer_id` text REFERENCES customers(id);--> statement-breakpoint
CREATE INDEX `projects_customer` ON `projects` (`customer_id`);--> statement-breakpoint
CREATE INDEX `events_customer` ON `events` (`workgroup_id`,`customer_id`,`seq`) WHERE "events"."customer_id" is not null;--> statement-breakpoint
-- Each workgroup with projects gets a customer with its name. Its domain is that of its destination or source addresses, where they have one alone; else the placeholder of worker/lib/customer-domain.ts, which the screen asks to replace. Ids are made from those that are there: each is used once.
INSERT INTO `customers` (`id`, `workgroup_id`, `company_name`, `primary_domain`, `domains`, `search_key`, `is_default`, `created_at`, `updated_at`)
WITH RECURSIVE
	`letters`(`n`, `letter`, `base`) AS (VALUES
		(1, 'ä', 'a'), (2, 'Ä', 'a'), (3, 'á', 'a'), (4, 'Á', 'a'), (5, 'à', 'a'), (6, 'À', 'a'), (7, 'â', 'a'), (8, 'Â', 'a'), (9, 'ã', 'a'), (10, 'Ã', 'a'),
		(11, 'å', 'a'), (12, 'Å', 'a'), (13, 'æ', 'ae'), (14, 'Æ', 'ae'), (15, 'ç', 'c'), (16, 'Ç', 'c'), (17, 'č', 'c'), (18, 'Č', 'c'), (19, 'é', 'e'), (20, 'É', 'e'),
		(21, 'è', 'e'), (22, 'È', 'e'), (23, 'ê', 'e'), (24, 'Ê', 'e'), (25, 'ë', 'e'), (26, 'Ë', 'e'), (27, 'í', 'i'), (28, 'Í', 'i'), (29, 'ì', 'i'), (30, 'Ì', 'i'),
		(31, 'î', 'i'), (32, 'Î', 'i'), (33, 'ï', 'i'), (34, 'Ï', 'i'), (35, 'ł', 'l'), (36, 'Ł', 'l'), (37, 'ñ', 'n'), (38, 'Ñ', 'n'), (39, 'ö', 'o'), (40, 'Ö', 'o'),
		(41, 'ó', 'o'), (42, 'Ó', 'o'), (43, 'ò', 'o'), (44, 'Ò', 'o'), (45, 'ô', 'o'), (46, 'Ô', 'o'), (47, 'õ', 'o'), (48, 'Õ', 'o'), (49, 'ø', 'o'), (50, 'Ø', 'o'),
		(51, 'œ', 'oe'), (52, 'Œ', 'oe'), (53, 'ß', 'ss'), (54, 'š', 's'), (55, 'Š', 's'), (56, 'ü', 'u'), (57, 'Ü', 'u'), (58, 'ú', 'u'), (59, 'Ú', 'u'), (60, 'ù', 'u'),
		(61, 'Ù', 'u'), (62, 'û', 'u'), (63, 'Û', 'u'), (64, 'ž', 'z'), (65, 'Ž', 'z')),
	`folded`(`id`, `n`, `name`) AS (
		SELECT `id`, 0, lower(`name`) FROM `organization`
		UNION ALL SELECT `folded`.`id`, `folded`.`n` + 1, replace(`folded`.`name`, `letters`.`letter`, `letters`.`base`)
		FROM `folded` JOIN `letters` ON `letters`.`n` = `folded`.`n` + 1),
	`ends`(`workgroup_id`, `destination`, `source`) AS (
		SELECT `workgroup_id`, substr(`destination_key`, instr(`destination_key`, '@') + 1), substr(`source_key`, instr(`source_key`, '@') + 1) FROM `mailboxes`),
	`domains`(`workgroup_id`, `domain`) AS (
		SELECT `workgroup_id`, iif(min(`destination`) = max(`destination`), min(`destination`), iif(min(`source`) = max(`source`), min(`source`), NULL))
		FROM `ends` GROUP BY `workgroup_id`)
SELECT 'cus_' || substr(`organization`.`id`, 5), `organization`.`id`, `organization`.`name`, coalesce(`domains`.`domain`, 'domain-missing.invalid'), '[]',
	`folded`.`name` || char(10) || coalesce(`domains`.`domain`, ''), 1, `organization`.`created_at`, `organization`.`created_at`
FROM `organization` JOIN `folded` ON `folded`.`id` = `organization`.`id` AND `folded`.`n` = 65
LEFT JOIN `domains` ON `domains`.`workgroup_id` = `organization`.`id`
WHERE EXISTS (SELECT 1 FROM `projects` WHERE `projects`.`workgroup_id` = `organization`.`id`);
--> statement-breakpoint
UPDATE `projects` SET `customer_id` = 'cus_' || substr(`workgroup_id`, 5);
--> statement-breakpoint
-- Each source address is a user, with the destination addresses of its mailboxes.
INSERT INTO `customer_users` (`id`, `workgroup_id`, `customer_id`, `search_key`, `source`, `created_at`, `updated_at`)
SELECT 'usr_' || substr(min(`id`), 5), `workgroup_id`, 'cus_' || substr(`workgroup_id`, 5), '', 'mailbox', min(`created_at`), min(`created_at`)
FROM `mailboxes` GROUP BY `workgroup_id`, `source_key`;
--> statement-breakpoint
INSERT INTO `customer_user_addresses` (`workgroup_id`, `customer_id`, `address_key`, `user_id`, `address`)
SELECT `workgroup_id`, 'cus_' || substr(`workgroup_id`, 5), `source_key`, 'usr_' || substr(min(`id`), 5), `source_email`
FROM `mailboxes` GROUP BY `workgroup_id`, `source_key`;
--> statement-breakpoint
UPDATE `mailboxes` SET `customer_user_id` = (SELECT `user_id` FROM `customer_user_addresses` AS `known`
	WHERE `known`.`customer_id` = 'cus_' || substr(`mailboxes`.`workgroup_id`, 5) AND `known`.`address_key` = `mailboxes`.`source_key`);
--> statement-breakpoint
INSERT OR IGNORE INTO `customer_user_addresses` (`workgroup_id`, `customer_id`, `address_key`, `user_id`, `address`)
SELECT `workgroup_id`, 'cus_' || substr(`workgroup_id`, 5), `destination_key`, `customer_user_id`, `destination_email` FROM `mailboxes` ORDER BY `id`;
--> statement-breakpoint
UPDATE `events` SET `customer_id` = (SELECT `customer_id` FROM `projects` WHERE `projects`.`id` = `events`.`project_id` AND `projects`.`workgroup_id` = `events`.`workgroup_id`)
WHERE `project_id` IS NOT NULL AND `customer_id` IS NULL;
