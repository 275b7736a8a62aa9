import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import { isUnknownLogin } from '../../../lib/credential-request-facts.ts';
import { DAY_MS } from '../../../lib/units.ts';
import type { Deps } from '../../kernel/deps.ts';
import { presentMailbox } from '../../mailboxes/present-mailbox.ts';
import { serverOf } from '../../mailboxes/server-of.ts';
import type { MailboxRow } from '../../mailboxes/table.ts';
import { LIMITS } from '../../workgroups/attempt-limits.ts';
import { lookAtAttempts } from '../../workgroups/attempts.ts';
import type { FoundLink } from '../store.ts';
import type { FoundRequest } from './answer-request.ts';
import { MOST_ATTEMPTS } from './answer-request.ts';
import { linkStateOf } from './link-state.ts';
import type { FormSide, FormView, PendingView, ProgressView, RequestView, SideProblem } from './page-view.ts';
import type { Stage } from './texts/texts.ts';
import { KEPT_REASONS, REFUSALS } from './texts/texts.ts';

type Needs = Pick<Deps, 'db' | 'now'>;

/** What the person has entered, and what was wrong with it. */
export type Entered = {
  logins: Partial<Record<MailboxSide, string>>;
  problems: Partial<Record<MailboxSide, SideProblem>>;
  /** Too many attempts, of whatever kind; null: for good. */
  limitedUntil?: number | null;
};

export type FormFacts = Pick<FormView, 'press' | 'nonce' | 'purgeAfterDays'> & {
  /** What is kept is to be entered again. */
  isChange: boolean;
  entered?: Entered;
};

/** How long the page says again why the last answer was not taken. */
const TOLD_MS = DAY_MS;

/** What the holder of a link sees. */
export async function viewOf(deps: Needs, found: FoundLink, facts: FormFacts): Promise<RequestView> {
  const { request, link } = found;
  const state = linkStateOf(found, deps.now());
  if (state.kind === 'progress') return progressView(found, link.expiresAt);
  if (state.kind === 'ended') {
    const isOffered = state.end === 'expired' || (state.end === 'replaced' && request.state !== 'answered');
    const canRenew = isOffered && request.state !== 'revoked' && request.state !== 'answered';
    return { kind: 'end', end: state.end, newLinkTo: canRenew ? request.recipient : null };
  }
  return openView(deps, found, facts);
}

/** Of a request that can be answered: the form, or word that the answer is kept. */
export async function openView(deps: Needs, found: FoundRequest, facts: FormFacts): Promise<FormView | PendingView> {
  const { request } = found;
  const pending = request.pending ?? {};
  const isKept = (side: MailboxSide): boolean => pending[side] !== undefined && !pending[side].isVerified;
  if (!facts.isChange && request.sides.every((side) => pending[side] !== undefined)) {
    const reason = KEPT_REASONS.find((each) => request.sides.some((side) => pending[side]?.reason === each));
    return { kind: 'pending', reason: reason ?? 'other', mailbox: mailboxOf(found) };
  }
  const sides = await Promise.all(
    request.sides.map((side): Promise<FormSide> => sideOf(deps, found, side, facts, !facts.isChange && isKept(side))),
  );
  return {
    kind: 'form',
    sides,
    mailbox: mailboxOf(found),
    expiresAt: request.expiresAt,
    purgeAfterDays: facts.purgeAfterDays,
    press: facts.press,
    nonce: facts.nonce,
    limited:
      facts.entered?.limitedUntil === undefined ? await limitOf(deps, found) : { until: facts.entered.limitedUntil },
    replacesPending: facts.isChange && request.sides.some(isKept),
  };
}

/** The mailbox that the page is about: the one that is read, unless the other one alone is asked for. */
function mailboxOf({ request, mailbox }: FoundRequest): string {
  return request.sides.includes('source') ? mailbox.sourceEmail : mailbox.destinationEmail;
}

async function sideOf(
  deps: Needs,
  { request, mailbox, source, destination }: FoundRequest,
  side: MailboxSide,
  { entered }: FormFacts,
  isKept: boolean,
): Promise<FormSide> {
  const { named } = serverOf({ mailbox, sourceEndpoint: source, destinationEndpoint: destination }, side);
  const email = mailbox[`${side}Email`];
  const known = mailbox[`${side}Login`];
  const problem = entered ? entered.problems[side] : lastProblem(request, side, deps.now());
  return {
    side,
    email,
    host: new URL(named).hostname,
    login: entered?.logins[side] ?? (known === null || isUnknownLogin(known) ? email : known),
    isAccepted: isKept || request.pending?.[side]?.isVerified === true,
    problem: problem && (await withTriesLeft(deps, `${mailbox.id} ${side}`, request.attempts, problem)),
  };
}

function lastProblem(
  { lastFailure, lastAttemptAt }: FoundRequest['request'],
  side: MailboxSide,
  now: number,
): SideProblem | undefined {
  if (lastFailure?.side !== side || lastAttemptAt === null || lastAttemptAt < now - TOLD_MS) return undefined;
  const refusal = REFUSALS.find((each) => each === lastFailure.code);
  return refusal && { kind: 'refused', refusal };
}

async function withTriesLeft(
  deps: Needs,
  ofSide: string,
  attempts: number,
  problem: SideProblem,
): Promise<SideProblem> {
  if (problem.kind !== 'refused' || problem.refusal !== 'wrong-password') return problem;
  const { left } = await lookAtAttempts(deps, LIMITS.answerOfSide, ofSide);
  return { ...problem, triesLeft: Math.min(left, MOST_ATTEMPTS - attempts) };
}

async function limitOf(deps: Needs, { request, mailbox }: FoundRequest): Promise<FormView['limited']> {
  if (request.attempts >= MOST_ATTEMPTS) return { until: null };
  const waits = await Promise.all(
    request.sides.map((side) => lookAtAttempts(deps, LIMITS.answerOfSide, `${mailbox.id} ${side}`)),
  );
  const until = Math.max(0, ...waits.map(({ waitUntil }) => waitUntil ?? 0));
  return until > 0 ? { until } : undefined;
}

/** How far a mailbox is whose credentials have come. */
export function progressView({ mailbox }: Pick<FoundRequest, 'mailbox'>, expiresAt: number): ProgressView {
  const { progress } = presentMailbox(mailbox);
  const stage = stageOf(mailbox);
  const hasBegun = stage === 'copying' || stage === 'done' || progress.itemsDone > 0;
  return {
    kind: 'progress',
    mailbox: mailbox.sourceEmail,
    stage,
    percent: hasBegun && stage !== 'verified' ? Math.floor(progress.fraction * 100) : null,
    items: progress.itemsDone,
    expiresAt,
  };
}

function stageOf({ statusCode, phase, failure, itemsDone }: MailboxRow): Stage {
  switch (statusCode) {
    case 'processing':
      return itemsDone > 0 || phase === 'copying' ? 'copying' : 'checking';
    case 'completed':
      return 'done';
    case 'completed-verification':
    case 'completed-inventory':
    case 'completed-trial':
      return 'verified';
    case 'completed-pre-stage':
      return 'partly';
    case 'paused':
      return failure === null ? 'paused' : 'attention';
    case 'failed':
    case 'stopped':
    case 'stopping':
      return 'attention';
    default:
      return 'waiting';
  }
}
