import { type Fault, faultOf, isDenied, isRefusedOperation } from '../../engine/model/fault.ts';
import type { WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { mayBeRefusal } from '../faults/refusals.ts';
import { updateItemBody } from '../operations/items/update-item.ts';
import type { RequestVersion } from '../operations/versions.ts';
import { wholeUpdate } from './create/in-place.ts';
import { addOmissions } from './create/omissions.ts';
import { writeResults } from './create/write-results.ts';
import type { Whole } from './finish-items.ts';
import { moveItems } from './move-items.ts';
import { canGoOn, giveUp } from './unfinished-items.ts';
import type { WriteTarget } from './write-target.ts';

/**
 * Moves whole items from their staging folder into their own. `makeInPlace` makes them there instead, where the server
 * moves nothing. Throws FaultError.
 */
export async function moveIn(
  target: WriteTarget,
  whole: readonly Whole[],
  makeInPlace: () => Promise<WriteResult[]>,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  if (whole.length === 0) return [];
  const { connection, folderId } = target;
  let moved: WriteResult[];
  try {
    moved = await moveItems(connection, folderId, whole, signal);
    const isRefused = (result: WriteResult) => 'fault' in result && isMoveRefused(connection, result.fault);
    if (moved.every(isRefused)) return await makeInPlace();
  } catch (error) {
    if (isRefusedOperation(faultOf(error))) return await makeInPlace();
    throw forget(target, whole, error);
  }
  return settle(target, whole, moved, signal);
}

/** Marks items that grew in their own folder as whole. Throws FaultError. */
export async function markWhole(
  target: WriteTarget,
  whole: readonly Whole[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  if (whole.length === 0) return [];
  let marked: WriteResult[];
  try {
    marked = await sayWhole(target.connection, whole, signal);
  } catch (error) {
    throw forget(target, whole, error);
  }
  return settle(target, whole, marked, signal);
}

async function sayWhole(connection: Connection, whole: readonly Whole[], signal: AbortSignal): Promise<WriteResult[]> {
  const updates = whole.map(({ parcel, id }) => wholeUpdate(parcel, id));
  const body = (version: RequestVersion) => updateItemBody(updates, version);
  const response = await connection.call({ operation: 'UpdateItem', body, mutates: true, signal });
  const sourceIds = whole.map(({ sourceId }) => sourceId);
  return writeResults(connection, sourceIds, response);
}

/** After an error that leaves them unconfirmed, unfinished items are created again. */
function forget({ unfinished }: WriteTarget, whole: readonly Whole[], error: unknown): unknown {
  if (!canGoOn(faultOf(error))) for (const { sourceId } of whole) unfinished.delete(sourceId);
  return error;
}

/** Nothing is unfinished of items that have a result, but of those that the server may take another time. */
async function settle(
  target: WriteTarget,
  whole: readonly Whole[],
  results: readonly WriteResult[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  for (const result of results) {
    if (!('fault' in result)) target.unfinished.delete(result.sourceId);
    else if (!canGoOn(result.fault)) await giveUp(target, result.sourceId, signal);
  }
  return results.map((result, index) => addOmissions(result, whole[index]?.omissions ?? []));
}

/** Of moves that never went well, errors that say nothing of the items. */
function isMoveRefused({ capabilities }: Connection, fault: Fault): boolean {
  if (capabilities.operations.works('MoveItem') || !mayBeRefusal(fault)) return false;
  return fault.kind === 'unknown' || fault.kind === 'unsupported' || isDenied(fault);
}
