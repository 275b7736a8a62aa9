import type { MailboxSide } from '../../../lib/credential-request-facts.ts';
import { SealError } from '../../credentials/seal-error.ts';
import { mailNewLink } from '../renew-requests.ts';
import type { AnswerNeeds, FoundRequest, TriedSide } from './answer-request.ts';
import { openKept, settleAnswer } from './answer-request.ts';
import { checkLater, keepAnswer } from './kept-answers.ts';
import { trySide } from './try-side.ts';

/**
 * Checks a kept answer again: one sign-in at the server of each side that has not accepted it yet. What is accepted goes
 * on as if its owner had just pressed the button; if something is refused, they get a message with a new link.
 */
export async function checkPending(deps: AnswerNeeds, found: FoundRequest): Promise<void> {
  const { request } = found;
  const { pending, pendingSince } = request;
  if (pending === null || pendingSince === null) return;
  const sides = request.sides.filter((side) => pending[side] && !pending[side].isVerified);
  try {
    const tried = await Promise.all(sides.map((side) => tryKept(deps, found, side)));
    const isStillOpen = ({ outcome: { kind } }: TriedSide) => kind === 'kept' || kind === 'limited';
    if (tried.every(isStillOpen)) return await checkLater(deps, request);
    const outcome = await settleAnswer(deps, found, { pendingSince }, tried);
    if (outcome.kind === 'refused') await mailNewLink(deps, request);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    // The endpoint has another address by now: what was entered for the old one must not go there.
    if (await keepAnswer(deps, request, {})) await mailNewLink(deps, request);
  }
}

async function tryKept(deps: AnswerNeeds, found: FoundRequest, side: MailboxSide): Promise<TriedSide> {
  const answer = await openKept(deps, found, side);
  return { side, answer, outcome: await trySide(deps, found, side, answer, undefined) };
}
