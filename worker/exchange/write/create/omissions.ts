import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { attendantOf } from '../../items/attendant.ts';

/** Adds to a result what was lost of its item, in plain words; it stays what it is. */
export function addOmissions(result: WriteResult, omissions: readonly string[]): WriteResult {
  // What failed has lost everything; what is unconfirmed may be there.
  if (omissions.length === 0 || ('fault' in result && result.fault.kind !== 'in-doubt')) return result;
  return { ...result, omissions: [...(result.omissions ?? []), ...omissions] };
}

/** Adds one omission to the results of the items that have it, by the source's ids. */
export function addOmissionOf(
  results: readonly WriteResult[],
  sourceIds: ReadonlySet<string>,
  omission: string,
): WriteResult[] {
  return results.map((result) => addOmissions(result, sourceIds.has(result.sourceId) ? [omission] : []));
}

/** Adds to each result what reading its item has lost already, on the typed method. */
export function addReadOmissions(parcels: readonly Parcel[], results: readonly WriteResult[]): WriteResult[] {
  const byId = new Map(parcels.map((parcel) => [parcel.sourceId, parcel]));
  return results.map((result) => {
    const parcel = byId.get(result.sourceId);
    return addOmissions(result, (parcel && attendantOf(parcel)?.omissions) ?? []);
  });
}
