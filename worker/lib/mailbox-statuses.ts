export const MAILBOX_STATUS_CODES = [
  'not-submitted',
  'submitted',
  'waiting-for-end-user',
  'queued',
  'processing',
  'stopping',
  'stopped',
  'completed-verification',
  'completed-inventory',
  'completed-trial',
  'completed-pre-stage',
  'completed',
  'failed',
  'paused',
] as const;
export type MailboxStatusCode = (typeof MAILBOX_STATUS_CODES)[number];

/** The statuses in the words of API and screens. */
export const STATUS_WORDS = {
  'not-submitted': 'Not Submitted',
  submitted: 'Submitted',
  'waiting-for-end-user': 'Waiting For End User',
  queued: 'Queued',
  processing: 'Processing',
  stopping: 'Stopping',
  stopped: 'Stopped',
  'completed-verification': 'Completed (Verification)',
  'completed-inventory': 'Completed (Inventory)',
  'completed-trial': 'Completed (Trial)',
  'completed-pre-stage': 'Completed (Pre-Stage)',
  completed: 'Completed',
  failed: 'Failed',
  paused: 'Paused',
} as const satisfies Record<MailboxStatusCode, string>;

/** Groups of statuses: the counters and filters of a project. */
export const MAILBOX_STATES = ['notStarted', 'waiting', 'running', 'attention', 'done'] as const;
export type MailboxState = (typeof MAILBOX_STATES)[number];
