CREATE TABLE `plan_marks` (
	`workgroup_id` text NOT NULL,
	`project_id` text NOT NULL,
	`step` text NOT NULL,
	`marked_at` integer NOT NULL,
	PRIMARY KEY(`project_id`, `step`),
	FOREIGN KEY (`workgroup_id`) REFERENCES `organization`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE cascade
);
