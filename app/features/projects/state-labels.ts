import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';

/** How the states of mailboxes are called as filters. */
export const STATE_LABELS: Readonly<Record<MailboxState, string>> = {
  notStarted: 'Not started',
  waiting: 'Waiting',
  running: 'Running',
  attention: 'Needs attention',
  done: 'Done',
};
