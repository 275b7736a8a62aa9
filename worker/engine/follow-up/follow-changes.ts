import { unsureFolders } from './confirm-deletions.ts';
import { FaultError, isPassingForItem, isRefusedOperation } from '../model/fault.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import type { Copy } from '../model/ledger-facts.ts';
import type { Omission } from '../model/setting.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { SliceEnd, attempt, isOver } from '../context/attempt.ts';

const BATCH_SIZE = 100;
/** What a server says of an item that it does not do this with. */
const GENERAL: ReadonlySet<FaultKind> = new Set(['unknown', 'unsupported', 'in-doubt']);
/** Deletions that are believed without asking, and from which share of the mailbox on they are not. */
const FEW_DELETIONS = 50;

/**
 * Updates the copies with what changed at the source since they were made. What the destination refuses is listed, and
 * retried in the next pass.
 */
export async function followChanges(context: SliceContext, follows: boolean): Promise<void> {
  const faults = new Map<string, Fault>();
  const steps = follows ? [removeSuperseded, carryReadState, carryDeletions] : [removeSuperseded];
  for (const step of steps) {
    try {
      const fault = await step(context);
      if (fault) faults.set(fault.code, fault);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (!isRefusedOperation(error.fault) && error.fault.kind !== 'unknown') throw error;
      faults.set(error.fault.operation ?? error.fault.code, error.fault);
    }
  }
  const omissions = [...faults.values()].map(({ code, message, operation = '' }): Omission => {
    return {
      kind: 'changes',
      name: operation,
      code,
      message: `Some changes since the last pass are missing: ${message}`,
    };
  });
  if (follows && context.options().deletions === 'remove' && isAnyUnread(context)) omissions.push(DELETIONS_WAIT);
  await context.ledger.settleSettings('changes', [], omissions);
}

/** Sets the copies' read state where it changed at the source since they were made. */
async function carryReadState(context: SliceContext): Promise<undefined> {
  while (!isOver(context)) {
    const changes = await context.ledger.readChanges(BATCH_SIZE);
    if (changes.length === 0) return undefined;
    const wanted = changes.map((change) => ({ id: change.destinationId, isRead: change.isRead }));
    const results = await attempt(context, () => unlessDenied(context.destination.setRead(wanted, context.abort)));
    const [first] = results;
    // What is refused of all alike says nothing of the items.
    if (first && 'fault' in first && results.every((each) => 'fault' in each && GENERAL.has(each.fault.kind)))
      throw new FaultError({ ...first.fault, kind: 'unsupported' });
    const keys = new Map(results.flatMap((each) => ('fault' in each ? [] : [[each.sourceId, each.changeKey]])));
    // An item that the user has deleted or locked at the destination keeps the state that it has there.
    await context.ledger.readSettled(
      changes.map(({ id, destinationId, isRead }) => {
        const changeKey = keys.get(destinationId);
        return { id, isRead, ...(changeKey && { changeKey }) };
      }),
    );
  }
  return undefined;
}

/** Removes the older copies of items whose newer version has arrived. What someone has changed meanwhile stays. */
async function removeSuperseded(context: SliceContext): Promise<Fault | undefined> {
  while (!isOver(context)) {
    const copies = await context.ledger.superseded(BATCH_SIZE);
    if (copies.length === 0) return undefined;
    const { untouched, changed } = await partOf(context, copies);
    const { removed, refused } = await remove(context, untouched, 'for-good');
    await context.ledger.supersededSettled(settled(removed, changed));
    if (refused) return refused;
  }
  return undefined;
}

/** Handles the copies of deleted items as the options say. By default they stay. */
async function carryDeletions(context: SliceContext): Promise<Fault | undefined> {
  const { deletions, maximumDeletions } = context.options();
  if (deletions !== 'remove') return undefined;
  // Where it is not sure now, the next pass knows.
  if (unsureFolders(context).length > 0 || isAnyUnread(context)) return undefined;
  const { left, copied } = await context.ledger.leftCount();
  if (left > (maximumDeletions ?? Math.max(FEW_DELETIONS, copied / 2))) throw tooManyDeletions(left);
  while (!isOver(context)) {
    const copies = await context.ledger.left(BATCH_SIZE);
    if (copies.length === 0) return undefined;
    const { untouched, changed } = await partOf(context, copies);
    const { removed, refused } = await remove(context, untouched, 'deleted-items');
    await context.ledger.leftSettled(settled(removed, changed));
    if (refused) return refused;
  }
  return undefined;
}

/** What has left a folder may be in one that was set aside before it was read. */
function isAnyUnread({ troubles, folders }: SliceContext): boolean {
  return [...troubles.values()].some(
    ({ isSetAside, sourceId, fault }) => isSetAside && (fault.side !== 'destination' || !folders.has(sourceId)),
  );
}

const DELETIONS_WAIT: Omission = {
  kind: 'changes',
  name: '',
  code: 'deletions-wait',
  message:
    'Nothing was removed at the destination, because items missing from other folders may have been moved to a folder that was set aside.',
};

type Known = { id: string };

function settled(gone: readonly Known[], kept: readonly Known[]): { id: string; isKept: boolean }[] {
  return [...gone.map(({ id }) => ({ id, isKept: false })), ...kept.map(({ id }) => ({ id, isKept: true }))];
}

/** Copies that are as we made them (or gone), and those that someone has changed since. */
async function partOf<T extends Copy>(
  context: SliceJob & SliceWaits,
  copies: readonly T[],
): Promise<{ untouched: T[]; changed: T[] }> {
  const ids = copies.map(({ destinationId }) => destinationId);
  const keys = await attempt(context, () => unlessDenied(context.destination.changeKeys(ids, context.abort)));
  const isUntouched = ({ destinationId, changeKey }: Copy) => (keys.get(destinationId) ?? changeKey) === changeKey;
  return { untouched: copies.filter(isUntouched), changed: copies.filter((copy) => !isUntouched(copy)) };
}

/** Those that are gone now, and why others are not. */
async function remove<T extends Copy>(
  context: SliceJob & SliceWaits,
  copies: readonly T[],
  how: 'for-good' | 'deleted-items',
): Promise<{ removed: T[]; refused?: Fault }> {
  if (copies.length === 0) return { removed: [] };
  const ids = copies.map(({ destinationId }) => destinationId);
  const faults = await attempt(context, async () => {
    const found = await unlessDenied(context.destination.remove(ids, how, context.abort));
    // Removing what is removed already does no harm: all of it is asked for again. A copy that cannot be removed for
    // a reason that stays is left where it is.
    const passing = [...found.values()].find(isPassingForItem);
    if (passing) throw new FaultError(passing);
    return found;
  });
  const [refused] = faults.values();
  const removed = copies.filter(({ destinationId }) => !faults.has(destinationId));
  return { removed, ...(refused && { refused }) };
}

/** Who may not do this one thing may do others: it is no reason to end a pass. */
async function unlessDenied<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== 'ErrorAccessDenied') throw error;
    throw new FaultError({ ...error.fault, kind: 'unsupported' });
  }
}

function tooManyDeletions(count: number): SliceEnd {
  return new SliceEnd({
    outcome: 'paused',
    fault: {
      kind: 'access',
      scope: 'mailbox',
      code: 'many-deletions',
      message: `${count} copied items are no longer at the source. That is more than Mailferry removes without asking.`,
      side: 'source',
    },
  });
}
