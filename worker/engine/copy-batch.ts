import type { Action } from './decide.ts';
import { MAX_ATTEMPTS, nextPath } from './decide.ts';
import type { Fault } from './fault.ts';
import { faultOf } from './fault.ts';
import type { Batch, ItemOutcome, LedgerItem } from './ledger.ts';
import type { Parcel } from './mailbox.ts';
import type { PaceEvent } from './pacer.ts';
import { pace } from './pacer.ts';
import { ensureMark } from './mark.ts';
import type { SliceContext } from './slice-context.ts';
import { SliceEnd, decideHere, pathsOf } from './slice-context.ts';
import { addTally } from './tally.ts';

/** Items of this size cross alone and stream; smaller ones share a buffered batch. */
export const STREAM_FROM_BYTES = 2_000_000;
/** base64, and the response and the request side by side. */
const BUFFERED_FACTOR = 3;
const STREAM_BYTES = 4_000_000;

/**
 * Carries one batch across and settles every item of it. Rejects only when the ledger refuses (a lost lease) or
 * breaks; whatever the servers do becomes outcomes.
 */
export async function copyBatch(context: SliceContext, batch: Batch): Promise<void> {
  const isStream = batch.items.length === 1 && batch.items[0]!.sizeBytes >= STREAM_FROM_BYTES;
  const bytes = batch.items.reduce((sum, item) => sum + item.sizeBytes, 0);
  const react = reactor(context);
  let release: (() => void) | undefined;
  let outcomes: ItemOutcome[];
  try {
    release = await context.memory.acquire(isStream ? STREAM_BYTES : bytes * BUFFERED_FACTOR, context.abort);
    outcomes = batch.moves ? await moveCopies(context, react, batch) : await carry(context, react, batch, isStream);
  } catch (error) {
    if (error instanceof SliceEnd) {
      context.end ??= error.result;
      outcomes = batch.items.map(again);
    } else outcomes = batchOutcomes(context, react, batch.items, faultOf(error));
  } finally {
    release?.();
  }
  if (outcomes.some((outcome) => outcome.to === 'doubt')) {
    const dueAt = context.now() + context.doubtWaitMs;
    context.doubtDueAt = Math.min(context.doubtDueAt ?? dueAt, dueAt);
  }
  await context.ledger.settle(outcomes);
  count(context, batch, outcomes);
}

async function carry(context: SliceContext, react: React, batch: Batch, stream: boolean): Promise<ItemOutcome[]> {
  const folder = context.folders.get(batch.folderId);
  if (!folder) throw new Error('The ledger gave out items of a folder that is not mapped.');
  if (!pathsOf(context).includes(batch.path))
    return batch.items.map((item) => itemOutcome(context, react, item, notUsable(batch.path)));

  await ensureMark(context, folder);
  const startedAt = context.now();
  const { items, outcomes } = await partChanged(context, batch.items);
  if (items.length === 0) return outcomes;
  const byId = new Map(items.map((item) => [item.id, item]));
  const reads = await context.source.read(items, batch.path, { stream }, context.abort);
  const parcels: Parcel[] = [];
  const answered = new Set<string>();
  for (const read of reads) {
    const item = byId.get(read.id);
    if (!item || answered.has(read.id)) continue;
    answered.add(read.id);
    if ('parcel' in read) parcels.push(read.parcel);
    else outcomes.push(itemOutcome(context, react, item, read.fault));
  }
  for (const item of items)
    if (!answered.has(item.id)) outcomes.push(itemOutcome(context, react, item, unanswered('source')));
  if (parcels.length === 0) return outcomes;

  const sent = parcels.flatMap((parcel) => byId.get(parcel.sourceId) ?? []);
  try {
    const writes = await context.destination.write(folder.destinationId, parcels, context.abort);
    const written = new Map(writes.map((write) => [write.sourceId, write]));
    for (const item of sent) {
      const write = written.get(item.id);
      if (!write) outcomes.push(doubtful(item));
      else if ('fault' in write) outcomes.push(itemOutcome(context, react, item, write.fault));
      else outcomes.push(arrived(item, write));
    }
    if (outcomes.some((outcome) => outcome.to === 'done'))
      apply(context, { type: 'success', tookMs: context.now() - startedAt, items: sent.length });
  } catch (error) {
    outcomes.push(...batchOutcomes(context, react, sent, faultOf(error)));
  }
  return outcomes;
}

/** A newer version never takes the place of a copy that someone has changed at the destination. */
async function partChanged(
  context: SliceContext,
  items: readonly LedgerItem[],
): Promise<{ items: LedgerItem[]; outcomes: ItemOutcome[] }> {
  const copies = items.flatMap(({ replaces }) => replaces?.destinationId ?? []);
  if (copies.length === 0) return { items: [...items], outcomes: [] };
  const keys = await context.destination.changeKeys(copies, context.abort);
  const isChanged = ({ replaces }: LedgerItem) =>
    replaces !== undefined && (keys.get(replaces.destinationId) ?? replaces.changeKey) !== replaces.changeKey;
  return {
    items: items.filter((item) => !isChanged(item)),
    outcomes: items.filter(isChanged).map((item) => failed(item, changedOnBothSides())),
  };
}

/** The items were moved at the source: their copies follow. A copy that is not there any more is made anew. */
async function moveCopies(context: SliceContext, react: React, batch: Batch): Promise<ItemOutcome[]> {
  const folder = context.folders.get(batch.folderId);
  if (!folder) throw new Error('The ledger gave out items of a folder that is not mapped.');
  await ensureMark(context, folder);
  const moves = batch.items.flatMap(({ id, moves: copy }) => (copy ? [{ sourceId: id, id: copy.destinationId }] : []));
  const keys = await context.destination.changeKeys(
    moves.map(({ id }) => id),
    context.abort,
  );
  const startedAt = context.now();
  const results = await context.destination.move(folder.destinationId, moves, context.abort);
  const byId = new Map(results.map((result) => [result.sourceId, result]));
  apply(context, { type: 'success', tookMs: context.now() - startedAt, items: moves.length });
  return batch.items.map((item): ItemOutcome => {
    const result = byId.get(item.id);
    if (!result) return doubtful(item);
    // What someone has changed stays marked as changed: no newer version takes its place.
    const wasChanged = keys.get(item.moves?.destinationId ?? '') !== item.moves?.changeKey;
    if (!('fault' in result))
      return { id: item.id, to: 'done', destinationId: result.id, changeKey: wasChanged ? '' : result.changeKey };
    const { kind } = result.fault;
    const canWait = kind === 'busy' || kind === 'transient' || kind === 'in-doubt' || kind === 'not-processed';
    return canWait
      ? itemOutcome(context, react, item, result.fault)
      : { id: item.id, to: 'pending', attempts: item.attempts, path: item.path, copies: true };
  });
}

/** What becomes of items whose call as a whole met a fault. */
function batchOutcomes(context: SliceContext, react: React, items: readonly LedgerItem[], fault: Fault): ItemOutcome[] {
  const action = react(fault);
  return items.map((item): ItemOutcome => {
    switch (action.do) {
      case 'resolve':
        return doubtful(item);
      case 'split':
        if (items.length > 1) return again(item);
        return fault.kind === 'too-large' ? failed(item, fault) : blamed(context, item, fault, action.delayMs);
      case 'next-path':
        // One bad item may have brought the whole call down: each goes alone before any is given up.
        if (items.length > 1 && fault.kind !== 'unsupported') return alone(item);
        return otherPath(context, item, fault);
      case 'list':
        return items.length > 1 ? alone(item) : failed(item, fault);
      case 'retry':
        return action.costsAttempt ? blamed(context, item, fault, action.delayMs) : again(item);
      case 'forget':
        return items.length > 1 ? alone(item) : { id: item.id, to: 'gone' };
      default:
        return again(item);
    }
  });
}

/** What becomes of one item that its server answered with a fault. */
function itemOutcome(context: SliceContext, react: React, item: LedgerItem, fault: Fault): ItemOutcome {
  const action = decideHere(context, fault, fault.kind === 'unknown' ? item.attempts : 0);
  switch (action.do) {
    case 'forget':
      return fault.side === 'destination' ? failed(item, fault) : { id: item.id, to: 'gone' };
    case 'next-path':
      return otherPath(context, item, fault);
    case 'list':
      return failed(item, fault);
    case 'resolve':
      return doubtful(item);
    case 'split':
      return fault.kind === 'too-large' ? failed(item, fault) : blamed(context, item, fault, action.delayMs);
    case 'retry':
      if (action.costsAttempt) return blamed(context, item, fault, action.delayMs);
      if (action.delayMs > 0) react(fault);
      return again(item);
    default:
      react(fault);
      return again(item);
  }
}

type React = (fault: Fault) => Action;

/** Twenty items of one batch that are answered "busy" are one refusal, not twenty. */
function reactor(context: SliceContext): React {
  const known = new Map<string, Action>();
  return (fault) => {
    const action = known.get(fault.kind) ?? adjust(context, fault);
    known.set(fault.kind, action);
    return action;
  };
}

/** Adjusts pace or end of the slice to a fault, and tells the action that it stands for. */
function adjust(context: SliceContext, fault: Fault): Action {
  const action = decideHere(context, fault, context.pace.failures);
  const now = context.now();
  if (action.do === 'slow-down') apply(context, { type: 'slow-down', delayMs: action.delayMs, now, fault });
  else if (action.do === 'split' || action.do === 'next-path' || action.do === 'list' || action.do === 'forget') {
    apply(context, { type: 'split' });
    if ('delayMs' in action && action.delayMs > 0)
      apply(context, { type: 'wait', delayMs: action.delayMs, now, fault });
    if (fault.kind === 'unsupported' && fault.scope !== 'item') forgetPath(context, fault);
  } else if (action.do === 'retry' && action.delayMs > 0)
    apply(context, { type: 'wait', delayMs: action.delayMs, now, fault });
  // Smaller batches until it is clear which item brings the connection down, if it is one.
  else if (action.do === 'resolve') apply(context, { type: 'split' });
  else if (action.do === 'pause') context.end ??= { outcome: 'paused', fault };
  else if (action.do === 'fail') context.end ??= { outcome: 'failed', fault };
  else if (action.do === 'stop') context.end ??= { outcome: 'stopped' };
  return action;
}

function apply(context: SliceContext, event: PaceEvent): void {
  context.pace = pace(context.pace, event);
}

/** A side that does not know export or upload will not learn it in this slice. */
function forgetPath(context: SliceContext, fault: Fault): void {
  if (/export|upload/i.test(fault.message + fault.code))
    context.usable = context.usable.filter((path) => path !== 'transfer');
}

function arrived(item: LedgerItem, write: { id: string; changeKey: string; losses?: string[] }): ItemOutcome {
  const { id: destinationId, changeKey, losses } = write;
  return { id: item.id, to: 'done', destinationId, changeKey, ...(losses && losses.length > 0 && { losses }) };
}

function doubtful(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'doubt', attempts: item.attempts + 1 };
}

function again(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'pending', attempts: item.attempts, path: item.path };
}

/** Again, and alone: one of its batch brought the whole call down, and which one will show. */
function alone(item: LedgerItem): ItemOutcome {
  return { id: item.id, to: 'pending', attempts: Math.max(1, item.attempts), path: item.path };
}

function failed(item: LedgerItem, fault: Fault): ItemOutcome {
  return { id: item.id, to: 'failed', fault };
}

function blamed(context: SliceContext, item: LedgerItem, fault: Fault, delayMs: number): ItemOutcome {
  const attempts = item.attempts + 1;
  if (attempts >= MAX_ATTEMPTS) return failed(item, fault);
  return { id: item.id, to: 'pending', attempts, path: item.path, notBeforeAt: context.now() + delayMs };
}

function otherPath(context: SliceContext, item: LedgerItem, fault: Fault): ItemOutcome {
  const path = nextPath(item.path, pathsOf(context), item.itemClass);
  return path ? { id: item.id, to: 'pending', attempts: item.attempts, path } : failed(item, fault);
}

function notUsable(path: string): Fault {
  return {
    kind: 'unsupported',
    scope: 'item',
    code: 'path-not-available',
    message: `Not both servers can copy by ${path}.`,
  };
}

function changedOnBothSides(): Fault {
  return {
    kind: 'refused',
    scope: 'item',
    code: 'changed-on-both-sides',
    message: 'The item was changed at the source, and its copy at the destination; the copy was left as it is.',
    side: 'destination',
  };
}

function unanswered(side: 'source' | 'destination'): Fault {
  return {
    kind: 'unknown',
    scope: 'item',
    code: 'no-answer',
    message: 'The server left this item out of its answer.',
    side,
  };
}

function count(context: SliceContext, batch: Batch, outcomes: readonly ItemOutcome[]): void {
  const sizes = new Map(batch.items.map((item) => [item.id, item.sizeBytes]));
  for (const outcome of outcomes) {
    const tally = { count: 1, bytes: sizes.get(outcome.id) ?? 0 };
    if (outcome.to === 'done') context.progress.done = addTally(context.progress.done, tally);
    if (outcome.to === 'failed') {
      context.progress.failed = addTally(context.progress.failed, tally);
      context.failedCount += 1;
      const { maximumErrors } = context.options();
      if (maximumErrors !== undefined && context.failedCount > maximumErrors)
        context.end ??= { outcome: 'paused', fault: tooManyErrors(maximumErrors) };
    }
    if (outcome.to === 'gone')
      context.progress.total = addTally(context.progress.total, { count: -1, bytes: -tally.bytes });
  }
  context.onProgress(context.progress);
}

function tooManyErrors(maximum: number): Fault {
  return {
    kind: 'unknown',
    scope: 'mailbox',
    code: 'maximum-errors-reached',
    message: `More than ${maximum} items could not be copied.`,
  };
}
