import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import { makeFault } from '../faults/make-fault.ts';
import { beginItems } from './begin-items.ts';
import { addReadOmissions } from './create/omissions.ts';
import { failAll } from './create/write-results.ts';
import { finishItems, type Whole } from './finish-items.ts';
import { markWhole, moveIn } from './settle-items.ts';
import { isBegun } from './unfinished-items.ts';
import type { WriteTarget } from './write-target.ts';

/**
 * Creates items apart, completes them, moves them in. Whatever ends this before the move has left nothing in the folder.
 * Where there is no place apart, items grow in their folder, marked as unfinished. Throws FaultError.
 */
export async function writeApart(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const fresh = parcels.filter((parcel) => !isBegun(target, parcel));
  const created = await beginItems(target, home, fresh, signal);
  const begun = parcels.filter((parcel) => isBegun(target, parcel));
  const { whole, failed } = await finishItems(target, begun, created.length === 0, signal);
  const isInPlace = ({ sourceId }: Whole) => target.unfinished.get(sourceId)?.isInPlace === true;
  const grown = whole.filter(isInPlace);
  const apart = whole.filter((each) => !isInPlace(each));
  const moved = await moveIn(target, apart, () => makeInPlace(target, home, apart, signal), signal);
  const marked = await markWhole(target, grown, signal);
  return addReadOmissions(parcels, [...created, ...failed, ...moved, ...marked]);
}

/** The server moves nothing: what was made apart goes with its folder, and is made again where it belongs. */
async function makeInPlace(
  target: WriteTarget,
  home: string,
  whole: readonly Whole[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, unfinished } = target;
  connection.capabilities.operations.lose('MoveItem');
  for (const { sourceId } of whole) unfinished.delete(sourceId);
  const parcels = whole.map(({ parcel }) => parcel);
  const isSpent = ({ content }: Parcel) => content instanceof ReadableStream;
  const fault = makeFault('not-processed', 'item', 'read-again', 'The item must be read again.', connection.side);
  const again = failAll(parcels.filter(isSpent), fault);
  const rest = parcels.filter((parcel) => !isSpent(parcel));
  return rest.length === 0 ? again : [...again, ...(await writeApart(target, home, rest, signal))];
}
