/** Groups of a mailbox's statuses: the counters and filters of a project. */
export const MAILBOX_STATES = ['notStarted', 'waiting', 'running', 'attention', 'done'] as const;
export type MailboxState = (typeof MAILBOX_STATES)[number];
