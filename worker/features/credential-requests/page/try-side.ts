import { sha256, utf8 } from '../../../lib/encoding.ts';
import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import { ProblemError } from '../../../lib/problem.ts';
import { SECOND_MS } from '../../../lib/units.ts';
import { boundToServer, isBoundTo } from '../../credentials/bound-to.ts';
import { beginTrial } from '../../credentials/password-trial.ts';
import { meansOf } from '../../endpoints/probe-endpoint.ts';
import type { Deps } from '../../kernel/deps.ts';
import { serverOf } from '../../mailboxes/server-of.ts';
import { LIMITS } from '../../workgroups/attempt-limits.ts';
import { requireAttempt, type Attempt } from '../../workgroups/attempts.ts';
import { takeAttempt } from '../../workgroups/attempt-store.ts';
import type { FoundLink } from '../store.ts';
import { decideVerdict, type Verdict } from './decide-verdict.ts';

export type SideAnswer = { login: string; password: string };

export type SideOutcome = Verdict | { kind: 'limited'; until: number };

type Needs = Pick<Deps, 'db' | 'now' | 'vault' | 'probe'>;

/** Whose mailbox is tried, at which servers. */
export type Tried = Pick<FoundLink, 'request' | 'mailbox' | 'source' | 'destination'>;

/**
 * One sign-in at the server of a side, and no second one whatever comes of it. Passwords that the server refuses count
 * for the mailbox, for the client's address (`from`), and for the account, where passes and connection tests count too.
 */
export async function trySide(
  deps: Needs,
  { request, mailbox, source, destination }: Tried,
  side: MailboxSide,
  { login, password }: SideAnswer,
  from: string | undefined,
): Promise<SideOutcome> {
  const endpoint = side === 'source' ? source : destination;
  const { url, named } = serverOf({ mailbox, sourceEndpoint: source, destinationEndpoint: destination }, side);
  const boundTo = boundToServer(endpoint);
  // The mailbox is on a host that nobody has consented to.
  if (!isBoundTo(boundTo, named)) return { kind: 'kept', reason: 'access-off' };
  const attempt = await takeAnswerAttempt(deps, `${mailbox.id} ${side}`, from);
  if ('until' in attempt) return { kind: 'limited', until: attempt.until };
  const credentials = { username: login, password };
  const trial = await beginTrial(deps, request.workgroupId, { url, hosts: boundTo.hosts, ...credentials });
  if ('waitUntil' in trial) {
    await attempt.excuse(LIMITS.answerOfSide, LIMITS.answerFromAddress);
    return { kind: 'limited', until: trial.waitUntil };
  }
  const verdict = decideVerdict(
    await deps.probe({
      url,
      credentials,
      useImpersonation: false,
      mailbox: side === 'source' ? mailbox.sourceEmail : mailbox.destinationEmail,
      once: { form: await formOf(deps, url, credentials) },
      ...meansOf(endpoint),
    }),
  );
  await settle(verdict, attempt, trial);
  return verdict;
}

async function settle(
  verdict: Verdict,
  attempt: Attempt,
  { accept, excuse }: { accept?: () => Promise<void>; excuse?: () => Promise<void> },
): Promise<void> {
  if (verdict.kind === 'accepted') {
    await accept?.();
    return attempt.succeed(LIMITS.answerOfSide);
  }
  if (verdict.kind === 'refused' && verdict.refusal === 'wrong-password') return;
  await attempt.excuse(LIMITS.answerOfSide, LIMITS.answerFromAddress);
  if (verdict.kind === 'refused' && verdict.isPasswordRight) await accept?.();
  else await excuse?.();
}

async function takeAnswerAttempt(
  deps: Needs,
  ofSide: string,
  from: string | undefined,
): Promise<Attempt | { until: number }> {
  try {
    return await requireAttempt(deps, [
      [LIMITS.answerOfSide, ofSide],
      [LIMITS.answerFromAddress, from],
    ]);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { until: deps.now() + (error.problem.retryAfterSeconds ?? 1) * SECOND_MS };
  }
}

/**
 * Servers read what goes beyond ASCII in one of two charsets. Who enters the same password again is not mistaken about it:
 * it goes out in the other one, as a press is one sign-in.
 */
async function formOf(
  { db, now, vault }: Pick<Deps, 'db' | 'now'> & { vault: Pick<Deps['vault'], 'tagOf'> },
  url: string,
  { username, password }: { username: string; password: string },
): Promise<0 | 1> {
  if (utf8(username + password).length === (username + password).length) return 0;
  const tag = await vault.tagOf(JSON.stringify([url, username, password]));
  const key = `${LIMITS.press.name}:${await sha256(`form ${tag}`)}`;
  return (await takeAttempt(db, LIMITS.press, key, now())) === undefined ? 0 : 1;
}
