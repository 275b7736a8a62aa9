import { isPassing, type Fault } from '../../engine/model/fault.ts';
import type { Parcel } from '../../engine/model/mailbox.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { WriteTarget } from './write-target.ts';

/** Whether the copy of this very version of an item was begun, and can be finished. */
export function isBegun({ unfinished }: WriteTarget, parcel: Parcel): boolean {
  return isSame(unfinished.get(parcel.sourceId)?.content, parcel.content);
}

function isSame(left: Parcel['content'] | undefined, right: Parcel['content']): boolean {
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array) || left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}

/** The server was reached, surely did nothing, and may do it another time: the item can be finished then. */
export function canGoOn(fault: Fault): boolean {
  return isPassing(fault, 'throttling', 'failure');
}

/** Forgets an item that was begun. Apart it is removed with its staging folder; in place it is removed at once. */
export async function giveUp(
  { connection, unfinished }: WriteTarget,
  sourceId: string,
  signal: AbortSignal,
): Promise<void> {
  const state = unfinished.get(sourceId);
  unfinished.delete(sourceId);
  if (!state?.isInPlace) return;
  const body = (version: RequestVersion) => deleteItemsBody([state.id], 'HardDelete', version);
  // Where that fails too, its marker says what it is.
  await connection.call({ operation: 'DeleteItem', body, signal }).catch(() => {});
}
