import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import { boundToServer } from '../../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../../credentials/open-credentials.ts';
import type { Deps } from '../../kernel/deps.ts';
import { serverOf } from '../../mailboxes/server-of.ts';
import { receiveCredentials, type AnswerWay, type Received } from '../receive-credentials.ts';
import { pendingBinding } from '../sealed-answers.ts';
import type { FoundLink } from '../store.ts';
import type { PendingAnswer } from '../table.ts';
import { keepAnswer, recordFailure } from './kept-answers.ts';
import { linkStateOf } from './link-state.ts';
import { trySide, type SideAnswer, type SideOutcome } from './try-side.ts';
import type { KeptReason, Refusal } from './texts/texts.ts';

/** Wrong passwords that one request takes, whatever time passes between them: then a person has to help. */
export const MOST_ATTEMPTS = 10;

export type Answers = Partial<Record<MailboxSide, SideAnswer>>;

export type AnswerOutcome =
  /** Everything was accepted, stored, and the run goes on. */
  | { kind: 'received' }
  /** A server could not be asked: the answer is kept, sealed, and checked again. */
  | { kind: 'kept'; reason: KeptReason }
  | { kind: 'refused'; refusals: Partial<Record<MailboxSide, Refusal>> }
  /** Null: for good. */
  | { kind: 'limited'; until: number | null }
  /** The link or the request ended, or asks for more than before. */
  | { kind: 'ended' };

export type AnswerNeeds = Pick<
  Deps,
  'db' | 'now' | 'newId' | 'vault' | 'probe' | 'licences' | 'coordinator' | 'outbox' | 'log'
>;

/** A request with its mailbox and servers. */
export type FoundRequest = Omit<FoundLink, 'link'>;

/**
 * Takes what a person entered: one sign-in at the server of each side, then either all credentials are stored and the run
 * goes on, or what was accepted or could not be checked is kept sealed. Sides without an answer here have one that is kept,
 * and one that was accepted is not tried again. `from` is the client's address.
 */
export async function answerRequest(
  deps: AnswerNeeds,
  found: FoundLink,
  answers: Answers,
  from: string | undefined,
): Promise<AnswerOutcome> {
  const { link, request } = found;
  if (linkStateOf(found, deps.now()).kind !== 'open') return { kind: 'ended' };
  if (request.attempts >= MOST_ATTEMPTS) return { kind: 'limited', until: null };
  const tried = await Promise.all(
    request.sides.flatMap((side) => {
      const answer = answers[side];
      if (!answer || request.pending?.[side]?.isVerified) return [];
      return [trySide(deps, found, side, answer, from).then((outcome) => ({ side, answer, outcome }))];
    }),
  );
  return settleAnswer(deps, found, { tokenHash: link.tokenHash }, tried);
}

export type TriedSide = { side: MailboxSide; answer: SideAnswer; outcome: SideOutcome };

/** Stores what came of sign-ins, with what earlier ones have accepted. */
export async function settleAnswer(
  deps: AnswerNeeds,
  found: FoundRequest,
  way: AnswerWay,
  tried: readonly TriedSide[],
): Promise<AnswerOutcome> {
  const { request, mailbox } = found;
  const isAccepted = (side: MailboxSide): boolean => {
    const now = tried.find((each) => each.side === side);
    return now ? now.outcome.kind === 'accepted' : request.pending?.[side]?.isVerified === true;
  };
  if (request.sides.every(isAccepted)) {
    const received = await sealAll(deps, found, tried);
    const isReceived = await receiveCredentials(deps, { request, mailbox, way }, received);
    return { kind: isReceived ? 'received' : 'ended' };
  }
  if (!(await keepAnswer(deps, request, await pendingOf(deps, found, tried)))) return { kind: 'ended' };
  const outcome = await recordFailures(deps, found, tried);
  // It knows when the next check is due.
  if (outcome.kind === 'kept') await deps.outbox.wake(request.workgroupId);
  return outcome;
}

async function pendingOf(deps: AnswerNeeds, found: FoundRequest, tried: readonly TriedSide[]): Promise<PendingAnswer> {
  const pending = { ...found.request.pending };
  for (const { side, answer, outcome } of tried) {
    delete pending[side];
    if (outcome.kind !== 'accepted' && outcome.kind !== 'kept') continue;
    const binding = pendingBinding(found.request.id, side);
    pending[side] = {
      login: answer.login,
      sealed: await deps.vault.seal(binding, boundToServer(endpointOf(found, side)), answer.password),
      ...(outcome.kind === 'accepted' ? { isVerified: true } : { reason: outcome.reason }),
    };
  }
  return pending;
}

async function recordFailures(
  deps: AnswerNeeds,
  { request }: FoundRequest,
  tried: readonly TriedSide[],
): Promise<AnswerOutcome> {
  const refusals: Partial<Record<MailboxSide, Refusal>> = {};
  let limitedUntil = 0;
  let reason: KeptReason | undefined;
  for (const { side, outcome } of tried) {
    if (outcome.kind === 'kept') {
      reason ??= outcome.reason;
      await recordFailure(deps, request, side, outcome.reason);
    }
    if (outcome.kind === 'limited') limitedUntil = Math.max(limitedUntil, outcome.until);
    if (outcome.kind === 'refused') {
      refusals[side] = outcome.refusal;
      await recordFailure(deps, request, side, outcome.refusal);
    }
  }
  if (Object.keys(refusals).length > 0) return { kind: 'refused', refusals };
  return limitedUntil > 0 ? { kind: 'limited', until: limitedUntil } : { kind: 'kept', reason: reason ?? 'other' };
}

function endpointOf({ source, destination }: FoundRequest, side: MailboxSide) {
  return side === 'source' ? source : destination;
}

/** Everything, sealed for the mailbox. */
async function sealAll(deps: Pick<Deps, 'vault'>, found: FoundRequest, tried: readonly TriedSide[]): Promise<Received> {
  const received: Received = {};
  for (const side of found.request.sides) {
    const answer = tried.find((each) => each.side === side)?.answer ?? (await openKept(deps, found, side));
    const binding = mailboxPasswordBinding(found.mailbox.id, `${side}_password`);
    const sealed = await deps.vault.seal(binding, boundToServer(endpointOf(found, side)), answer.password);
    received[side] = { login: answer.login, sealed };
  }
  return received;
}

/** A kept answer, opened for the server that it was given for. Throws SealError where that is another one now. */
export async function openKept(
  { vault }: Pick<Deps, 'vault'>,
  { request, mailbox, source, destination }: FoundRequest,
  side: MailboxSide,
): Promise<SideAnswer> {
  const kept = request.pending?.[side];
  if (!kept) throw new TypeError(`No answer is kept for the ${side}.`);
  const { named } = serverOf({ mailbox, sourceEndpoint: source, destinationEndpoint: destination }, side);
  return { login: kept.login, password: await vault.open(pendingBinding(request.id, side), kept.sealed, named) };
}
