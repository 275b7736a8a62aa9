import { type Fault, faultOf, isDenied, isPassing } from '../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { moveItems } from './move-items.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import { updateItemBody } from '../operations/items/update-item.ts';
import { isOperationRefused, mayBeRefusal } from '../faults/refusals.ts';
import { attendantOf } from '../items/attendant.ts';
import { complete, type Unfinished } from './complete/complete-item.ts';
import { needsMore } from './create/plan-item.ts';
import { asUnfinished, wholeUpdate } from './create/in-place.ts';
import { missingAttachments } from './complete/missing-attachments.ts';
import type { CreateTarget } from './create/create-target.ts';
import { createKeeping } from './create/keep-meetings.ts';
import type { Staging } from './staging.ts';
import type { RequestVersion } from '../operations/versions.ts';
import { tellLosses, writeResults } from './create/write-results.ts';

export type WriteTarget = CreateTarget & {
  staging: Staging;
  /** Container class of the folder, where it is known. */
  folderClass: string | undefined;
  /** Items that were made apart and have not been moved in, by the source's id. */
  unfinished: Map<string, Unfinished>;
};

/**
 * Creates, completes, moves. Whatever ends this before the move has left nothing in the folder. Where there is no place
 * apart, items grow in their folder, marked as unfinished. Throws FaultError.
 */
export async function writeApart(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, staging, folderId, unfinished, growing } = target;
  const { capabilities } = connection;
  const results: WriteResult[] = [];
  const isBegun = (parcel: Parcel) => isSame(unfinished.get(parcel.sourceId)?.content, parcel.content);
  const fresh = parcels.filter((parcel) => !isBegun(parcel));
  if (fresh.length > 0) {
    // What can't be moved is made where it belongs.
    const place = capabilities.operations.isLost('MoveItem') ? undefined : await staging.folder(home, signal);
    const isInPlace = place === undefined;
    const version = await connection.version(signal);
    // In place, what one request makes whole needs no preparation; the server has the last word on the folder.
    const isDone = (parcel: Parcel) => isInPlace && !needsMore(parcel, version, capabilities);
    const sent = fresh.map((parcel) => (isInPlace && !isDone(parcel) ? asUnfinished(parcel) : parcel));
    if (isInPlace) for (const { sourceId } of sent) growing.add(sourceId);
    try {
      const created = await createKeeping({ ...target, folderId: place ?? folderId }, sent, signal);
      for (const [index, result] of created.entries()) {
        const parcel = fresh[index] as Parcel;
        const { sourceId, content } = parcel;
        if ('fault' in result || isDone(parcel)) results.push(result);
        else {
          const { id, losses = [] } = result;
          unfinished.set(sourceId, { id, content, attachments: 0, occurrences: new Map(), losses, isInPlace });
        }
      }
    } finally {
      for (const { sourceId } of sent) growing.delete(sourceId);
    }
  }
  const begun = parcels.filter(isBegun);
  const whole: Whole[] = [];
  for (const [index, parcel] of begun.entries()) {
    try {
      const done = await finish(target, parcel, signal);
      if ('fault' in done) results.push(done);
      else whole.push({ ...done, parcel });
    } catch (error) {
      if (whole.length + results.length === 0) throw error;
      // Those that are whole still go.
      results.push(...failed(begun.slice(index), error));
      break;
    }
  }
  const isThere = ({ sourceId }: Whole) => unfinished.get(sourceId)?.isInPlace === true;
  for (const some of [whole.filter((each) => !isThere(each)), whole.filter(isThere)])
    if (some.length > 0) results.push(...(await settle(target, home, some, isThere(some[0] as Whole), signal)));
  return withLosses(parcels, results);
}

/** An item that has all its parts, and what is lost of it in plain words. */
type Whole = { sourceId: string; id: string; losses: string[]; parcel: Parcel };

/** Adds what is missing. After a doubt no one knows what the item has: it is made anew. */
async function finish(
  target: WriteTarget,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<{ sourceId: string; id: string; losses: string[] } | Extract<WriteResult, { fault: unknown }>> {
  const { connection, unfinished } = target;
  const { sourceId } = parcel;
  const state = unfinished.get(sourceId) as Unfinished;
  try {
    const later = await missingAttachments(connection, state.id, parcel, signal);
    for (let tries = 1; ; tries += 1) {
      const done = await complete(connection, state, parcel, later, signal);
      if (!('fault' in done)) return { sourceId, id: state.id, losses: [...state.losses, ...done.losses] };
      // An item of many requests meets more of a server's passing trouble than one of a single request does.
      if (tries < MAX_TRIES && isPassing(done.fault, 'failure')) continue;
      if (!canGoOn(done.fault)) await giveUp(target, sourceId, signal);
      return done;
    }
  } catch (error) {
    if (!canGoOn(faultOf(error))) await giveUp(target, sourceId, signal);
    throw error;
  }
}

/** What has been made of it so far goes with its staging folder; in place it is taken away. */
async function giveUp({ connection, unfinished }: WriteTarget, sourceId: string, signal: AbortSignal): Promise<void> {
  const state = unfinished.get(sourceId);
  unfinished.delete(sourceId);
  if (!state?.isInPlace) return;
  const body = (version: RequestVersion) => deleteItemsBody([state.id], 'HardDelete', version);
  // Where that fails too, its marker tells what it is.
  await connection.call({ operation: 'DeleteItem', body, signal }).catch(() => {});
}

const MAX_TRIES = 3;

/** The server was reached, surely did nothing, and may do it another time. */
function canGoOn(fault: Fault): boolean {
  return isPassing(fault, 'throttling', 'failure');
}

/** Moves whole items into their folder; says of those that lie there already that they are whole. */
async function settle(
  target: WriteTarget,
  home: string,
  whole: readonly Whole[],
  isInPlace: boolean,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId, unfinished } = target;
  const sourceIds = whole.map(({ sourceId }) => sourceId);
  let settled: WriteResult[];
  try {
    settled = isInPlace
      ? await sayWhole(connection, whole, signal)
      : await moveItems(connection, folderId, whole, signal);
    if (!isInPlace && settled.every((result) => 'fault' in result && isRefused(connection, result.fault)))
      return await inPlace(target, home, whole, signal);
  } catch (error) {
    if (!isInPlace && isOperationRefused(error)) return await inPlace(target, home, whole, signal);
    if (!canGoOn(faultOf(error))) for (const id of sourceIds) unfinished.delete(id);
    throw error;
  }
  for (const result of settled) {
    if (!('fault' in result)) unfinished.delete(result.sourceId);
    else if (!canGoOn(result.fault)) await giveUp(target, result.sourceId, signal);
  }
  return settled.map((result, index) => tellLosses(result, whole[index]?.losses ?? []));
}

/** The server moves nothing: what was made apart goes with its folder, and is made anew where it belongs. */
async function inPlace(
  target: WriteTarget,
  home: string,
  whole: readonly Whole[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  target.connection.capabilities.operations.lose('MoveItem');
  for (const { sourceId } of whole) target.unfinished.delete(sourceId);
  const parcels = whole.map(({ parcel }) => parcel);
  // A stream is used up: it has to be read again.
  const again = parcels.filter(({ content }) => content instanceof ReadableStream);
  const message = 'The item has to be read again.';
  const fault = makeFault('not-processed', 'item', 'read-again', message, target.connection.side);
  const rest = parcels.filter((parcel) => !again.includes(parcel));
  return [
    ...again.map(({ sourceId }) => ({ sourceId, fault })),
    ...(rest.length > 0 ? await writeApart(target, home, rest, signal) : []),
  ];
}

/** Of moves that never went well, errors that say nothing of the items. */
function isRefused({ capabilities }: Connection, fault: Fault): boolean {
  if (capabilities.operations.works('MoveItem') || !mayBeRefusal(fault)) return false;
  return fault.kind === 'unknown' || fault.kind === 'unsupported' || isDenied(fault);
}

async function sayWhole(connection: Connection, whole: readonly Whole[], signal: AbortSignal): Promise<WriteResult[]> {
  const updates = whole.map(({ parcel, id }) => wholeUpdate(parcel, id));
  const body = (version: RequestVersion) => updateItemBody(updates, version);
  const response = await connection.call({ operation: 'UpdateItem', body, mutates: true, signal });
  const sourceIds = whole.map(({ sourceId }) => sourceId);
  return writeResults(connection, sourceIds, response);
}

function isSame(left: Parcel['content'] | undefined, right: Parcel['content']): boolean {
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array) || left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}

/** One fault for all of them. */
export function failed(parcels: readonly Parcel[], error: unknown): WriteResult[] {
  const fault = faultOf(error, 'batch');
  return parcels.map(({ sourceId }) => ({ sourceId, fault }));
}

/** What the typed path could not take along is told with the item. */
export function withLosses(parcels: readonly Parcel[], results: readonly WriteResult[]): WriteResult[] {
  const byId = new Map(parcels.map((parcel) => [parcel.sourceId, parcel]));
  return results.map((result) => {
    const parcel = byId.get(result.sourceId);
    return tellLosses(result, (parcel && attendantOf(parcel)?.losses) ?? []);
  });
}
