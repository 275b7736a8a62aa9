import { sql } from 'drizzle-orm';
import type { Outcome } from '../../lib/mail/outcome.ts';
import type { MailWay } from '../../lib/mail/outgoing-mail.ts';
import { MESSAGE_KINDS } from '../../lib/mail/message-kinds.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/units.ts';
import { SealError } from '../credentials/seal-error.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Statement } from '../kernel/db.ts';
import { MissingValueError } from '../templates/render/values.ts';
import { composeMessage, headerIdOf } from './compose-message.ts';
import type { Next } from './decide-next.ts';
import { decideNext, decidePause, MOST_UNCLEAR_ENDS } from './decide-next.ts';
import type { Followers } from './followers.ts';
import { openMailWay } from './mail-way.ts';
import { messageEnded } from './message-events.ts';
import type { SecretLink, SecretLinks } from './secret-links.ts';
import { getMailSettings, saveMailSettingsStatement } from './settings-store.ts';
import { attemptBefore, claimMessage, fixHeader, nextDueAt, settleStatement } from './store.ts';
import type { MailSettingsRow, MessageRow } from './table.ts';
import { companyOf } from './company.ts';

/** Longer than any driver tries. */
const CLAIM_MS = 5 * MINUTE_MS;
const USUAL_HOURLY_LIMIT = 1_000;

export type SendDeps = Pick<Deps, 'db' | 'now' | 'newId' | 'random' | 'vault' | 'mailer' | 'log'> & {
  settings: Pick<Deps['settings'], 'publicUrl' | 'openSignUp'>;
  /** Make the links of messages that have a secret one; the links are stored nowhere. */
  secretLinks?: SecretLinks;
  followers?: Followers;
};

/** From 0 to 1. */
function chance(random: Deps['random']): number {
  const bytes = new Uint8Array(1);
  random(bytes);
  return (bytes[0] ?? 0) / 255;
}

/** Links of 80 random bits keep a Message-ID from being guessed. */
function randomText(random: Deps['random']): string {
  const bytes = new Uint8Array(10);
  random(bytes);
  return [...bytes].map((byte) => byte.toString(36).padStart(2, '0')).join('');
}

function needsSecret(kind: MessageRow['kind']): boolean {
  return Object.values<string>(MESSAGE_KINDS[kind].variables).includes('secretLink');
}

/** The link of a message that has a secret one, or why there is none. */
async function linkOf(deps: SendDeps, row: MessageRow, way: MailWay): Promise<SecretLink | string | undefined> {
  if (!needsSecret(row.kind) || row.isTest) return undefined;
  const make = deps.secretLinks?.[row.kind];
  return make
    ? make(deps, row, { byOwnServer: way.driver === 'smtp' })
    : 'The link of this message could not be created.';
}

const settingsFault = (response: string): Outcome => ({ end: 'refused', by: 'settings', isFinal: false, response });
const contentFault = (response: string): Outcome => ({ end: 'refused', by: 'content', isFinal: true, response });

/** One attempt on a claimed message. */
export async function attemptMessage(
  deps: SendDeps,
  row: MessageRow,
  settings: MailSettingsRow | undefined,
): Promise<Outcome> {
  try {
    return await tryMessage(deps, row, settings);
  } catch (error) {
    deps.log.error('message-not-sent', { messageId: row.id, error });
    return { end: 'refused', by: 'content', isFinal: false, response: 'Mailferry met an unexpected error.' };
  }
}

async function tryMessage(deps: SendDeps, row: MessageRow, settings: MailSettingsRow | undefined): Promise<Outcome> {
  const { db, mailer } = deps;
  const opened = await openMailWay(deps, row.workgroupId, settings, await companyOf(db, row.workgroupId)).catch(
    (error: unknown) => {
      if (error instanceof SealError) return 'The password of the mail server cannot be read. Enter it again.';
      throw error;
    },
  );
  if (typeof opened === 'string') return settingsFault(opened);
  const { way, sender } = opened;
  const link = await linkOf(deps, row, way);
  if (typeof link === 'string') return contentFault(link);
  let composed;
  try {
    composed = await composeMessage(deps, row, sender, link?.url);
  } catch (error) {
    if (error instanceof MissingValueError) return contentFault(error.message);
    throw error;
  }
  const messageId = row.headerId ?? headerIdOf(row.id, randomText(deps.random), sender);
  // Before anything goes out: what the link leads to must know it, and a repeat after a crash must have the same id.
  if (link) await runBatch(db, link.statements);
  if (row.headerId === null) await fixHeader(db, row.workgroupId, row.id, messageId, composed.subject);
  return mailer.send(way, { messageId, ...sender, to: row.recipient, ...composed, language: row.language });
}

function concernsAll(outcome: Outcome): boolean {
  return outcome.end === 'refused' && (outcome.by === 'settings' || outcome.by === 'server');
}

/** What came of an attempt, with its event and what follows of it elsewhere. */
function endOfAttempt(deps: SendDeps, row: MessageRow, next: Next, now: number): Statement[] {
  const isSettled = sql`EXISTS (SELECT 1 FROM messages WHERE id = ${row.id} AND state = ${next.state} AND attempts = ${row.attempts})`;
  return [
    settleStatement(deps.db, row, next, now),
    ...messageEnded(deps, row, next).map((event) => eventStatement(deps.db, row.workgroupId, event)),
    ...(deps.followers?.[row.kind]?.(deps.db, row, next.state, isSettled, now) ?? []),
  ];
}

/** Writes down what came of an attempt. Where it concerns all messages, the others wait too. */
async function settle(
  deps: SendDeps,
  row: MessageRow,
  outcome: Outcome,
  settings: MailSettingsRow | undefined,
): Promise<void> {
  const now = deps.now();
  const next = decideNext(row, outcome, now, chance(deps.random));
  const stops = concernsAll(outcome);
  const faults = stops ? (settings?.faults ?? 0) + 1 : 0;
  const pausedUntil = stops ? now + decidePause(faults, chance(deps.random)) : null;
  const hadFault = (settings?.faults ?? 0) > 0;
  const isNews = stops || (outcome.end === 'accepted' && hadFault);
  await runBatch(deps.db, [
    ...endOfAttempt(deps, row, next, now),
    ...(isNews
      ? [
          saveMailSettingsStatement(deps.db, row.workgroupId, {
            pausedUntil,
            faults,
            faultText: stops ? next.lastResponse : null,
            faultAt: stops ? now : null,
            updatedAt: now,
          }),
        ]
      : []),
  ]);
}

/** A message whose sender crashed too often is not sent again: each time it may have arrived. */
const CRASHED: Next = {
  state: 'failed',
  dueAt: 0,
  unclearEnds: MOST_UNCLEAR_ENDS,
  lastResponse: 'Sending stopped unexpectedly several times. The message may have been delivered.',
};

/**
 * Sends what is due in a workgroup, one message after another, until `until`. Gives the instant when the next is due,
 * always in the future; undefined where none waits.
 */
export async function sendDue(deps: SendDeps, workgroupId: string, until: number): Promise<number | undefined> {
  const { db } = deps;
  let earliest = 0;
  while (deps.now() < until) {
    const now = deps.now();
    const settings = await getMailSettings(db, workgroupId);
    if (settings?.pausedUntil && settings.pausedUntil > now) {
      earliest = settings.pausedUntil;
      break;
    }
    const limit = settings?.hourlyLimit ?? USUAL_HOURLY_LIMIT;
    const full = await attemptBefore(db, workgroupId, limit, now - HOUR_MS);
    if (full !== undefined) {
      earliest = full + HOUR_MS + 1;
      break;
    }
    const row = await claimMessage(db, workgroupId, now, now + CLAIM_MS);
    if (!row) break;
    if (row.unclearEnds >= MOST_UNCLEAR_ENDS) {
      await runBatch(db, endOfAttempt(deps, row, CRASHED, now));
      continue;
    }
    await settle(deps, row, await attemptMessage(deps, row, settings), settings);
  }
  const due = await nextDueAt(db, workgroupId);
  return due === undefined ? undefined : Math.max(due, earliest, deps.now() + 1);
}
