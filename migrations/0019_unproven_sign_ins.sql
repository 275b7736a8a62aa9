CREATE TABLE `unproven_sign_ins` (
	`key` text NOT NULL,
	`agent_id` text NOT NULL,
	PRIMARY KEY(`key`, `agent_id`),
	FOREIGN KEY (`agent_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `unproven_sign_ins_agent` ON `unproven_sign_ins` (`agent_id`);