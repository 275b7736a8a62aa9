import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { UNKNOWN_LOGIN } from '../../lib/credential-request-facts.ts';
import { toIso } from '../../lib/clock.ts';
import { fractionOf } from '../../lib/units.ts';
import { stateOf, statusWords } from './status.ts';
import type { MailboxRow } from './table.ts';

export type PresentedMailbox = ReturnType<typeof presentMailbox>;

/** What a screen receives of a mailbox that has changed. */
export type MailboxPatch = Pick<PresentedMailbox, 'id'> & Partial<PresentedMailbox>;

/** How far a mailbox is, 0..1. */
function progressFraction(row: MailboxRow): number {
  if (row.statusCode.startsWith('completed')) return 1;
  const done = { count: row.itemsDone + row.itemsFailed, bytes: row.bytesDone };
  return fractionOf(done, { count: row.itemsTotal, bytes: row.bytesTotal });
}

/** Unknown until there is a password: who gives that knows the login. */
function shownLogin(row: MailboxRow, side: MailboxSide): string | null {
  return row[`${side}LoginUnknown`] && row[`${side}PasswordSealed`] === null ? UNKNOWN_LOGIN : row[`${side}Login`];
}

/** A mailbox as the API shows it: never a password, only whether there is one. */
export function presentMailbox(row: MailboxRow) {
  return {
    id: row.id,
    projectId: row.projectId,
    sourceEmail: row.sourceEmail,
    destinationEmail: row.destinationEmail,
    sourceLogin: shownLogin(row, 'source'),
    destinationLogin: shownLogin(row, 'destination'),
    contactEmail: row.contactEmail,
    contactName: row.contactName,
    contactLanguage: row.contactLanguage,
    tags: row.tags,
    hasSourcePassword: row.sourcePasswordSealed !== null,
    hasDestinationPassword: row.destinationPasswordSealed !== null,
    status: statusWords(row),
    state: stateOf(row),
    statusDetail: row.statusDetail,
    failure: row.failure,
    phase: row.phase,
    progress: {
      itemsTotal: row.itemsTotal,
      itemsDone: row.itemsDone,
      itemsFailed: row.itemsFailed,
      itemsAdopted: row.itemsAdopted,
      bytesTotal: row.bytesTotal,
      bytesDone: row.bytesDone,
      itemsPerSecond: row.itemsPerSecond,
      bytesPerSecond: row.bytesPerSecond,
      etaMs: row.etaMs,
      fraction: progressFraction(row),
    },
    errorCount: row.errorCount,
    passId: row.passId,
    passType: row.passType,
    lastActivityAt: toIso(row.lastActivityAt),
    createdAt: toIso(row.createdAt),
  };
}
