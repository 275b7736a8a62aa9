/** Statuses of a mailbox within a pass. */
export const RUN_STATUSES = ['queued', 'running', 'stopping', 'stopped', 'paused', 'completed', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Statuses of a run that is not over: its pass has the mailbox for itself. */
export const OPEN_RUN_STATUSES = ['queued', 'running', 'stopping', 'paused'] as const satisfies RunStatus[];
