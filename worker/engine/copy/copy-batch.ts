import { createAddressMap } from '../../lib/recipients.ts';
import { SliceEnd, changePace } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { methodsOf } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { FolderError } from '../folders/folder-error.ts';
import { noteProgress } from '../folders/set-aside.ts';
import { ensureBaseline } from '../inventory/baseline.ts';
import type { Fault } from '../model/fault.ts';
import { faultOf, isPassingForItem, isRefusedOperation } from '../model/fault.ts';
import type { Batch, ItemOutcome, LedgerItem } from '../model/ledger-facts.ts';
import type { Parcel, ReadResult, WriteResult } from '../model/mailbox.ts';
import { addTally } from '../model/tally.ts';
import { confirmAbsence } from './confirm-absence.ts';
import type { Answer } from './denial.ts';
import { beyondLimit, changedOnBothSides, notUsable, unanswered } from './item-faults.ts';
import { retry, arrived, batchOutcomes, unconfirmed, failed, itemOutcome } from './outcomes.ts';
import type { Reactor } from './reactor.ts';
import { createReactor } from './reactor.ts';
import { STREAM_FROM_BYTES } from '../model/stream-size.ts';

/** base64, and the response and the request side by side. */
const BUFFERED_FACTOR = 3;
const STREAM_BYTES = 4_000_000;
/** An isolate has at most one of the largest ones in flight: each takes more than half of the shared memory. */
const LARGE_FROM_BYTES = 32_000_000;
const LARGE_BYTES = 25_000_000;
/** How base64 makes an item grow. */
const BASE64_GROWTH = 4 / 3;

/**
 * Carries one batch across and settles every item of it. Rejects only when the ledger refuses (a lost lease) or
 * breaks; whatever the servers do becomes outcomes. `settle` is called when the servers are done with it, and writes
 * the outcomes into the ledger.
 */
export async function copyBatch(
  context: SliceContext,
  batch: Batch,
  settle: (outcomes: readonly ItemOutcome[]) => Promise<void>,
): Promise<void> {
  const isStream = batch.items.length === 1 && batch.items[0]!.sizeBytes >= STREAM_FROM_BYTES;
  const bytes = batch.items.reduce((sum, item) => sum + item.sizeBytes, 0);
  const reactor = createReactor(context, batch);
  let release: (() => void) | undefined;
  let outcomes: ItemOutcome[];
  try {
    release = await context.memory.acquire(isStream ? streamMemory(bytes) : bytes * BUFFERED_FACTOR, context.abort);
    outcomes = batch.moves ? await moveCopies(context, reactor, batch) : await carry(context, reactor, batch, isStream);
  } catch (error) {
    if (error instanceof SliceEnd) {
      context.end ??= error.result;
      outcomes = batch.items.map(retry);
    } else if (error instanceof FolderError) outcomes = await inTrouble(reactor, batch, error.fault);
    else outcomes = await batchOutcomes(context, reactor, batch, faultOf(error));
  } finally {
    release?.();
    context.opening?.resolve();
  }
  outcomes = await confirmAbsence(context, batch, outcomes);
  if (outcomes.some((outcome) => outcome.to === 'doubt')) {
    const at = context.now();
    outcomes = outcomes.map((outcome) => (outcome.to === 'doubt' ? { ...outcome, at } : outcome));
    const dueAt = at + context.unconfirmedWaitMs;
    context.unconfirmedDueAt = Math.min(context.unconfirmedDueAt ?? dueAt, dueAt);
    context.freshUnconfirmedDueAt = Math.min(context.freshUnconfirmedDueAt ?? dueAt, dueAt);
  }
  await settle(outcomes);
  count(context, batch, outcomes);
}

/** One of the two folders is at fault: the items wait for it. */
async function inTrouble(reactor: Reactor, { items }: Batch, fault: Fault): Promise<ItemOutcome[]> {
  const notBeforeAt = await reactor.inTrouble(fault);
  return items.map((item) => ({ ...retry(item), ...(notBeforeAt !== undefined && { notBeforeAt }) }));
}

async function carry(context: SliceContext, reactor: Reactor, batch: Batch, stream: boolean): Promise<ItemOutcome[]> {
  const folder = context.folders.get(batch.folderId);
  if (!folder) throw new Error('The ledger returned items of a folder that is not mapped.');
  if (!methodsOf(context).includes(batch.method)) return untried(context, reactor, batch);

  // The server's limit may have been raised before someone retries errors.
  const only = batch.items[0];
  if (
    stream &&
    only &&
    only.sizeBytes * BASE64_GROWTH > context.maxRequestBytes &&
    context.order.type !== 'retry-errors'
  )
    return [failed(only, beyondLimit(only, context.maxRequestBytes))];

  if (stream) context.opening?.resolve();
  // What is buffered can wait for the verdict; a stream would hold up its server.
  if (stream && !(await passesTrial(context, batch))) return untried(context, reactor, batch);
  await ensureBaseline(context, folder);
  const startedAt = context.now();
  const { items, outcomes } = await partChanged(context, batch.items);
  if (items.length === 0) return outcomes;
  const byId = new Map(items.map((item) => [item.id, item]));
  const mapAddress = createAddressMap(context.options().recipientMapping);
  const how = { stream, ...(mapAddress && { mapAddress }) };
  const reads = await context.source.read(items, batch.method, how, context.abort);
  context.opening?.resolve();
  const parcels: Parcel[] = [];
  const answered = new Set<string>();
  const answer = answerOf(items, batch.folderId, reads);
  for (const read of reads) {
    const item = byId.get(read.id);
    if (!item || answered.has(read.id)) continue;
    answered.add(read.id);
    if ('parcel' in read) parcels.push(read.parcel);
    else outcomes.push(await itemOutcome(context, reactor, item, read.fault, answer));
  }
  for (const item of items)
    if (!answered.has(item.id)) outcomes.push(await itemOutcome(context, reactor, item, unanswered('source')));
  if (parcels.length === 0) return outcomes;
  context.denied.source.clear();

  const sent = parcels.flatMap((parcel) => byId.get(parcel.sourceId) ?? []);
  if (!(await passesTrial(context, batch)))
    return [...outcomes, ...(await untried(context, reactor, { ...batch, items: sent }))];
  try {
    const writes = await context.destination.write(folder.destinationId, parcels, context.abort);
    const written = new Map(writes.map((write) => [write.sourceId, write]));
    const inAnswer = answerOf(sent, batch.folderId, writes);
    for (const item of sent) {
      const write = written.get(item.id);
      if (!write) outcomes.push(unconfirmed(item));
      else if ('fault' in write)
        outcomes.push(withOmissions(await itemOutcome(context, reactor, item, write.fault, inAnswer), write.omissions));
      else outcomes.push(arrived(item, write));
    }
    if (outcomes.some((outcome) => outcome.to === 'done')) {
      if (batch.method === 'transfer') context.hasTransferred = true;
      context.denied.destination.clear();
      context.refused.delete(batch.folderId);
      context.failing.delete(batch.folderId);
      await noteProgress(context, batch.folderId);
      changePace(context, { type: 'success', tookMs: context.now() - startedAt, items: sent.length });
    }
  } catch (error) {
    outcomes.push(...(await batchOutcomes(context, reactor, { ...batch, items: sent }, faultOf(error))));
  }
  return outcomes;
}

/** What arrived unheard has lost the same. */
function withOmissions(outcome: ItemOutcome, omissions: readonly string[] | undefined): ItemOutcome {
  return outcome.to === 'doubt' && omissions !== undefined ? { ...outcome, omissions } : outcome;
}

/** False where a trial, which is waited for, has shown that such items cannot be uploaded, or has ended the slice. */
async function passesTrial(context: SliceContext, { method }: Batch): Promise<boolean> {
  if (method !== 'transfer' || context.trial === undefined) return true;
  await context.trial;
  return context.end === undefined && methodsOf(context).includes(method);
}

function untried(context: SliceContext, reactor: Reactor, { items, method }: Batch): Promise<ItemOutcome[]> {
  if (context.end) return Promise.resolve(items.map(retry));
  return Promise.all(items.map((item) => itemOutcome(context, reactor, item, notUsable(method))));
}

function streamMemory(bytes: number): number {
  return bytes >= LARGE_FROM_BYTES ? LARGE_BYTES : STREAM_BYTES;
}

function answerOf(
  items: readonly LedgerItem[],
  folderId: string,
  results: readonly (ReadResult | WriteResult)[],
): Answer {
  const faultsOf = (result: ReadResult | WriteResult): [string, Fault][] =>
    'fault' in result ? [['sourceId' in result ? result.sourceId : result.id, result.fault]] : [];
  return { folderId, items, faults: new Map(results.flatMap(faultsOf)) };
}

/** A newer version never takes the place of a copy that someone has changed at the destination. */
async function partChanged(
  context: SliceJob,
  items: readonly LedgerItem[],
): Promise<{ items: LedgerItem[]; outcomes: ItemOutcome[] }> {
  const copies = items.flatMap(({ replaces }) => replaces?.destinationId ?? []);
  if (copies.length === 0) return { items: [...items], outcomes: [] };
  const keys = await keysOf(context, copies);
  // If the server cannot say the result of a copy, leave it as it is.
  if ('kind' in keys) {
    const others = items.filter(({ replaces }) => replaces === undefined);
    return { items: others, outcomes: items.filter(({ replaces }) => replaces).map((item) => failed(item, keys)) };
  }
  const isChanged = ({ replaces }: LedgerItem) =>
    replaces !== undefined && (keys.get(replaces.destinationId) ?? replaces.changeKey) !== replaces.changeKey;
  return {
    items: items.filter((item) => !isChanged(item)),
    outcomes: items.filter(isChanged).map((item) => failed(item, changedOnBothSides())),
  };
}

/** The items were moved at the source: their copies follow. A copy that no longer exists is recreated. */
async function moveCopies(context: SliceContext, reactor: Reactor, batch: Batch): Promise<ItemOutcome[]> {
  const folder = context.folders.get(batch.folderId);
  if (!folder) throw new Error('The ledger returned items of a folder that is not mapped.');
  await ensureBaseline(context, folder);
  const moves = batch.items.flatMap(({ id, moves: copy }) => (copy ? [{ sourceId: id, id: copy.destinationId }] : []));
  const found = await keysOf(
    context,
    moves.map(({ id }) => id),
  );
  const keys = 'kind' in found ? new Map<string, string>() : found;
  const startedAt = context.now();
  let results: WriteResult[];
  try {
    results = await context.destination.move(folder.destinationId, moves, context.abort);
  } catch (error) {
    if (!isRefusedOperation(faultOf(error))) throw error;
    return batch.items.map(recreate);
  }
  const byId = new Map(results.map((result) => [result.sourceId, result]));
  changePace(context, { type: 'success', tookMs: context.now() - startedAt, items: moves.length });
  return Promise.all(
    batch.items.map(async (item): Promise<ItemOutcome> => {
      const result = byId.get(item.id);
      if (!result) return unconfirmed(item);
      // What someone has changed stays marked as changed: no newer version takes its place.
      const wasChanged = keys.get(item.moves?.destinationId ?? '') !== item.moves?.changeKey;
      if (!('fault' in result))
        return { id: item.id, to: 'done', destinationId: result.id, changeKey: wasChanged ? '' : result.changeKey };
      const canWait = result.fault.kind === 'in-doubt' || isPassingForItem(result.fault);
      return canWait ? itemOutcome(context, reactor, item, result.fault) : recreate(item);
    }),
  );
}

/** A copy that can't be moved is made where it belongs; the older one goes, if it is still there. */
function recreate({ id, attempts, method }: LedgerItem): ItemOutcome {
  return { id, to: 'pending', attempts, method, copies: true };
}

/** The change keys of copies, or why the server does not tell them. */
async function keysOf(
  { destination, abort }: SliceJob,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string> | Fault> {
  try {
    return await destination.changeKeys(ids, abort);
  } catch (error) {
    const fault = faultOf(error);
    if (!isRefusedOperation(fault)) throw error;
    return fault;
  }
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
