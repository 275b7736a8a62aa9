CREATE TABLE `folder_trees` (
	`mailbox_id` text PRIMARY KEY NOT NULL,
	`workgroup_id` text NOT NULL,
	`folders` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade
);
