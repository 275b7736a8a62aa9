import { sideBySide } from '../lib/side-by-side.ts';
import { SliceEnd, attempt } from './context/attempt.ts';
import { doubtingOddAnswers } from './context/odd-answers.ts';
import type { SliceContext, SliceWaits } from './context/slice-context.ts';
import { createContext } from './context/slice-context.ts';
import type { SliceDeps, SliceJob } from './context/slice-job.ts';
import type { SliceResult } from './context/slice-result.ts';
import { unforeseen } from './context/unforeseen.ts';
import { countMailbox } from './count/count-mailbox.ts';
import { copyMailbox } from './copy-mailbox.ts';
import { seenFolders } from './model/folder-tree.ts';
import type { CopyMethod } from '../lib/copy-methods.ts';
import { COPY_METHODS } from '../lib/copy-methods.ts';
import type { Abilities, MailboxDestination, MailboxSource } from './model/mailbox.ts';
import { stepsOf } from './model/pass.ts';
import { memoryOf } from './pacing/pacer.ts';

/**
 * One bounded part of a pass on one mailbox: folders → inventory and copy, concurrently → changes since → reconcile.
 * Never throws because of a server or an item; the result says how the pass continues. It may end at any moment, even in
 * a crash: the next slice continues from the ledger and the watermarks.
 */
export async function runSlice(deps: SliceDeps): Promise<SliceResult> {
  const steps = stepsOf(deps.order.type);
  const context = createContext(deps);
  let versions: { source: string; destination: string } | undefined;
  let result: SliceResult;
  try {
    if (steps.counts) result = await countMailbox(context);
    else {
      const [source, destination] = await sideBySide([
        abilitiesOf(context, deps.source),
        abilitiesOf(context, deps.destination),
      ]);
      versions = { source: source.version, destination: destination.version };
      context.usable = usableMethods(source, destination);
      context.maxRequestBytes = destination.maxRequestBytes;
      result = steps.copies ? await copyMailbox(context, steps, { source, destination }) : await verifyMailbox(context);
    }
  } catch (error) {
    result = error instanceof SliceEnd ? error.result : unforeseen(context, error);
  }
  result = await atAnotherServer(context, result);
  return { ...result, ...(versions && { versions }), pace: memoryOf(context.pace, context.isLetIn) };
}

function abilitiesOf(context: SliceContext, side: MailboxSource | MailboxDestination): Promise<Abilities> {
  const ask = doubtingOddAnswers(context, () => side.abilities(context.abort));
  return attempt(context, ask, { opensSlice: true });
}

/** So often the server that names another one is asked again itself, where no other can be found. */
const MAX_REFERRALS = 4;
const REFERRAL_MS = 10_000;

/** The mailbox has moved: the next slice goes where it is now. While it moves, the old server may yet answer. */
async function atAnotherServer(context: SliceJob, result: SliceResult): Promise<SliceResult> {
  const fault = 'fault' in result ? result.fault : undefined;
  if (fault?.kind !== 'wrong-server' || context.order.type === 'verify') return result;
  if (await context.rediscover?.(fault)) return { outcome: 'more' };
  if (context.priorWaits >= MAX_REFERRALS) return { outcome: 'paused', fault };
  return { outcome: 'wait', resumeAt: context.now() + REFERRAL_MS * 2 ** context.priorWaits, fault };
}

function usableMethods(source: Abilities, destination: Abilities): CopyMethod[] {
  return COPY_METHODS.filter((method) =>
    [source.methods, destination.methods].every((methods) => methods.includes(method)),
  );
}

async function verifyMailbox(context: SliceJob & SliceWaits): Promise<SliceResult> {
  for (const side of [context.source, context.destination]) {
    const folders = await attempt(context, () => side.folders(context.abort), { opensSlice: true });
    if (side === context.source) context.onFolders?.(seenFolders(folders));
    const fault = await attempt(context, () => side.lacksRights(context.abort), { opensSlice: true });
    if (fault) return { outcome: 'failed', fault };
  }
  return { outcome: 'done', folders: [] };
}
