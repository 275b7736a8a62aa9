import { sideBySide } from '../../lib/side-by-side.ts';
import { attempt, interruption, isOver, SliceEnd } from '../context/attempt.ts';
import { doubtingOddAnswers } from '../context/odd-answers.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceResult } from '../context/slice-result.ts';
import { unforeseen } from '../context/unforeseen.ts';
import type { MailboxCount, SideCount } from '../model/count.ts';
import { FaultError, isPassing, type Fault } from '../model/fault.ts';
import { seenFolders } from '../model/folder-tree.ts';
import { tried } from '../settings/tried.ts';
import { listedFolders } from './list-side.ts';
import { lookAt } from './look-at.ts';
import { planLook } from './plan-look.ts';

type Side = 'source' | 'destination';

/** Folders that one request names at most. */
const WIDTH = 100;
/** Slices that may end in a wait before a destination that cannot be reached is a finding. */
const PATIENCE = 2;
/** So often trouble with one well-known folder is taken for the server's. */
const MOST_PATIENCE = 3;

/**
 * Counts what both sides have. Copies nothing and writes nothing. A destination that cannot be opened is a finding, with
 * its fault; without the source there is no inventory. What was counted so far comes with every result.
 */
export async function countMailbox(context: SliceContext): Promise<SliceResult> {
  const count: MailboxCount = context.counted ?? { source: { width: WIDTH }, destination: { width: WIDTH } };
  let result: SliceResult;
  try {
    const [isSourceDone, isDestinationDone] = await sideBySide([
      countSide(context, 'source', count.source),
      countSide(context, 'destination', count.destination),
    ]);
    result = isSourceDone && isDestinationDone ? { outcome: 'done', folders: [] } : interruption(context);
  } catch (error) {
    result = error instanceof SliceEnd ? error.result : unforeseen(context, error);
  }
  const { source, destination } = count;
  const versions = { source: source.version ?? '', destination: destination.version ?? '' };
  return { ...result, count, ...(source.version && { versions }) };
}

/** True when all of the side is known, or it is known that it cannot be opened. Changes `side` as it goes. */
async function countSide(context: SliceContext, name: Side, side: SideCount): Promise<boolean> {
  if (side.fault) return true;
  const opened = await opening(context, name, () => openSide(context, name, side));
  if (opened) {
    side.fault = opened.fault;
    return true;
  }
  await askSettings(context, name, side);
  for (;;) {
    if (isOver(context)) return false;
    const folders = side.folders ?? [];
    const next = context[name].counter && planLook(folders, side.width);
    if (!next) return true;
    await lookAt(context, name, side, next);
  }
}

async function openSide(context: SliceContext, name: Side, side: SideCount): Promise<void> {
  const port = context[name];
  const ask = doubtingOddAnswers(context, () => port.abilities(context.abort));
  const { version, maxRequestBytes } = await attempt(context, ask, { opensSlice: true });
  Object.assign(side, { version, maxRequestBytes });
  if (side.folders) return;
  const isPatient = context.priorWaits < MOST_PATIENCE;
  const list = doubtingOddAnswers(context, () =>
    port.folders(context.abort, { archive: true, recoverableItems: true, isPatient }),
  );
  const folders = await attempt(context, list, { opensSlice: true });
  if (name === 'source') context.onFolders?.(seenFolders(folders));
  side.folders = listedFolders(folders);
}

/** Opens a side. Where the destination stays closed, returns why; all else that ends a slice is thrown. */
async function opening(
  context: SliceContext,
  name: Side,
  open: () => Promise<void>,
): Promise<{ fault: Fault } | undefined> {
  try {
    await open();
    return undefined;
  } catch (error) {
    const fault = faultIn(error);
    if (name === 'source' || fault === undefined || context.abort.aborted) throw error;
    if (fault.kind === 'wrong-server' && (await context.rediscover?.(fault))) throw new SliceEnd({ outcome: 'more' });
    // A server that asks to slow down is there.
    const isTemporary = error instanceof SliceEnd && error.result.outcome === 'wait';
    if (isTemporary && (isPassing(fault, 'throttling') || context.priorWaits < PATIENCE)) throw error;
    return { fault };
  }
}

function faultIn(error: unknown): Fault | undefined {
  if (error instanceof FaultError) return error.fault;
  return error instanceof SliceEnd && 'fault' in error.result ? error.result.fault : undefined;
}

/** What the server does not tell, or not to this account, is unknown. */
async function askSettings(context: SliceContext, name: Side, side: SideCount): Promise<void> {
  const { counter } = context[name];
  if (!counter) return;
  const ask = async (call: () => Promise<number>): Promise<number | null> => {
    const asked = await tried(context, call);
    return 'value' in asked ? asked.value : null;
  };
  if (side.delegates === undefined) side.delegates = await ask(() => counter.delegateCount(context.abort));
  if (side.rules === undefined) side.rules = await ask(() => counter.ruleCount(context.abort));
}
