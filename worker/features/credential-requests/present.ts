import { toIso } from '../../lib/clock.ts';
import type { MailboxRequest } from '../kernel/deps.ts';
import type { RequestRow } from './table.ts';

/** A request as its mailbox shows it: never a token, nor anything of an answer. */
export function presentOfMailbox(row: RequestRow): MailboxRequest {
  const { lastFailure, lastAttemptAt } = row;
  return {
    id: row.id,
    sides: row.sides,
    to: row.recipient,
    name: row.recipientName,
    language: row.language,
    state: row.state,
    attempts: row.attempts,
    lastFailure: lastFailure && { ...lastFailure, at: toIso(lastAttemptAt) },
    lastAttemptAt: toIso(lastAttemptAt),
    createdAt: toIso(row.createdAt),
    sentAt: toIso(row.sentAt),
    openedAt: toIso(row.openedAt),
    answeredAt: toIso(row.answeredAt),
    endedAt: toIso(row.endedAt),
    expiresAt: toIso(row.expiresAt),
    remindedAt: toIso(row.remindedAt),
    reminders: row.reminders,
    // What is kept but has no check to come waits for the end user.
    isChecking: row.nextCheckAt !== null,
    pendingSince: row.nextCheckAt === null ? null : toIso(row.pendingSince),
    byCopiedLink: row.byCopiedLink,
    messageId: row.messageId,
  };
}

/** A request as the API lists it. */
export function presentRequest(row: RequestRow) {
  return { mailboxId: row.mailboxId, ...presentOfMailbox(row) };
}
