import { and, eq, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/units.ts';
import type { Deps } from '../../kernel/deps.ts';
import { IS_OPEN } from '../end-requests.ts';
import type { PendingAnswer, RequestRow } from '../table.ts';
import { credentialRequests } from '../table.ts';
import type { KeptReason, Refusal } from './texts/texts.ts';

type Needs = Pick<Deps, 'db' | 'now'>;

/** The first check follows soon; the longer a server is away, the longer the wait for the next one. */
function nextCheckAfter(pendingSince: number, now: number): number {
  return now + Math.min(HOUR_MS, Math.max(MINUTE_MS, now - pendingSince));
}

/** Keeps an answer with its request in place of an earlier one. False where the request has ended meanwhile. */
export async function keepAnswer({ db, now }: Needs, request: RequestRow, pending: PendingAnswer): Promise<boolean> {
  const at = now();
  const parts = Object.values(pending);
  const hasCheck = parts.some(({ isVerified }) => !isVerified);
  const kept = await db
    .update(credentialRequests)
    .set({
      pending: parts.length > 0 ? pending : null,
      pendingSince: parts.length > 0 ? at : null,
      nextCheckAt: hasCheck ? nextCheckAfter(at, at) : null,
    })
    .where(isOpenRequest(request))
    .returning({ id: credentialRequests.id });
  return kept.length > 0;
}

/** The server is still away: the same answer is checked later. */
export async function checkLater({ db, now }: Needs, request: RequestRow): Promise<void> {
  const nextCheckAt = nextCheckAfter(request.pendingSince ?? now(), now());
  await db.update(credentialRequests).set({ nextCheckAt }).where(isOpenRequest(request));
}

/** For agents, who see it with the request. */
const SENTENCES: Readonly<Record<Refusal | KeptReason, string>> = {
  'wrong-password': 'The server refused the user name or the password.',
  locked: 'The account is locked.',
  'password-expired': 'The password has expired.',
  disabled: 'The account is disabled.',
  'second-factor': 'The server requires a second factor, or modern authentication.',
  'other-mailbox': 'The sign-in works, but does not open this mailbox.',
  unreachable: 'The server could not be reached. The answer is kept and checked again.',
  busy: 'The server was too busy. The answer is kept and checked again.',
  certificate: 'A secure connection to the server failed. The answer is kept and checked again.',
  'access-off': 'The server does not allow the account to use EWS. The answer is kept and checked again.',
  other: 'The server could not check the sign-in. The answer is kept and checked again.',
};

/** Notes why an answer was not taken. A wrong password alone is an attempt. */
export async function recordFailure(
  { db, now }: Needs,
  request: RequestRow,
  side: MailboxSide,
  code: Refusal | KeptReason,
): Promise<void> {
  const one = code === 'wrong-password' ? 1 : 0;
  await db
    .update(credentialRequests)
    .set({
      attempts: sql`${credentialRequests.attempts} + ${one}`,
      lastAttemptAt: now(),
      lastFailure: { side, code, sentence: SENTENCES[code] },
    })
    .where(isOpenRequest(request));
}

/** A person has begun to fill in the form. That someone or something has opened the page says nothing. */
export async function markOpened({ db, now }: Needs, request: RequestRow): Promise<void> {
  await db
    .update(credentialRequests)
    .set({ state: 'opened', openedAt: sql`coalesce(${credentialRequests.openedAt}, ${now()})` })
    .where(isOpenRequest(request));
}

function isOpenRequest({ id, workgroupId }: RequestRow) {
  return and(eq(credentialRequests.workgroupId, workgroupId), eq(credentialRequests.id, id), IS_OPEN);
}
