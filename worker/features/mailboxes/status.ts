import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { MailboxState, MailboxStatusCode } from '../../lib/mailbox-statuses.ts';
import { STATUS_WORDS } from '../../lib/mailbox-statuses.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

type StatusFacts = Pick<MailboxRow, 'statusCode' | 'errorCount' | 'failure'>;

/** The status in the words of the screens, such as `Completed with 3 errors`. */
export function statusWords({ statusCode, errorCount }: StatusFacts): string {
  if (statusCode === 'completed' && errorCount > 0) {
    return `Completed with ${String(errorCount)} ${errorCount === 1 ? 'error' : 'errors'}`;
  }
  return STATUS_WORDS[statusCode];
}

const STATES: Readonly<Record<MailboxStatusCode, MailboxState>> = {
  'not-submitted': 'notStarted',
  submitted: 'waiting',
  'waiting-for-end-user': 'waiting',
  queued: 'waiting',
  processing: 'running',
  stopping: 'running',
  stopped: 'attention',
  'completed-verification': 'done',
  'completed-inventory': 'done',
  'completed-trial': 'done',
  'completed-pre-stage': 'done',
  completed: 'done',
  failed: 'attention',
  paused: 'attention',
};

/**
 * The group of a status. A pause with a failure needs a person (quota, lost access); one without ends on its own (the
 * server asked to slow down). A stopped mailbox waits for someone to start it.
 */
export function stateOf({ statusCode, errorCount, failure }: StatusFacts): MailboxState {
  if (statusCode === 'paused' && failure === null) return 'waiting';
  if (statusCode === 'completed' && errorCount > 0) return 'attention';
  return STATES[statusCode];
}

/** The same decision in SQL, for filters and counters. A test holds the two together. */
export const stateExpression: SQL<MailboxState> = sql<MailboxState>`CASE
  WHEN ${mailboxes.statusCode} = 'not-submitted' THEN 'notStarted'
  WHEN ${mailboxes.statusCode} IN ('submitted', 'waiting-for-end-user', 'queued') THEN 'waiting'
  WHEN ${mailboxes.statusCode} IN ('processing', 'stopping') THEN 'running'
  WHEN ${mailboxes.statusCode} = 'paused' AND ${mailboxes.failure} IS NULL THEN 'waiting'
  WHEN ${mailboxes.statusCode} IN ('paused', 'stopped', 'failed') THEN 'attention'
  WHEN ${mailboxes.statusCode} = 'completed' AND ${mailboxes.errorCount} > 0 THEN 'attention'
  ELSE 'done' END`;
