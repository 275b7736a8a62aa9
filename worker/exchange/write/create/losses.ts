import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { attendantOf } from '../../items/attendant.ts';

/** Adds to a result what was lost of its item, in plain words; it stays what it is. */
export function addLosses(result: WriteResult, losses: readonly string[]): WriteResult {
  // What failed has lost everything; what is unconfirmed may be there.
  if (losses.length === 0 || ('fault' in result && result.fault.kind !== 'in-doubt')) return result;
  return { ...result, losses: [...(result.losses ?? []), ...losses] };
}

/** Adds one loss to the results of the items that have it, by the source's ids. */
export function addLossOf(
  results: readonly WriteResult[],
  sourceIds: ReadonlySet<string>,
  loss: string,
): WriteResult[] {
  return results.map((result) => addLosses(result, sourceIds.has(result.sourceId) ? [loss] : []));
}

/** Adds to each result what reading its item has lost already, on the typed method. */
export function addReadLosses(parcels: readonly Parcel[], results: readonly WriteResult[]): WriteResult[] {
  const byId = new Map(parcels.map((parcel) => [parcel.sourceId, parcel]));
  return results.map((result) => {
    const parcel = byId.get(result.sourceId);
    return addLosses(result, (parcel && attendantOf(parcel)?.losses) ?? []);
  });
}
