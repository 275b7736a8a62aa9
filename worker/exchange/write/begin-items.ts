import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import { asUnfinished } from './create/in-place.ts';
import { createMail } from './create/create-mail.ts';
import { needsMore } from './create/plan-item.ts';
import type { WriteTarget } from './write-target.ts';

/**
 * Creates items in the staging folder of a container class (`home`) or, without one, in their own folder, marked as
 * unfinished. Returns the results of items that need nothing more: failed or complete ones. The others are then in
 * `target.unfinished`. Throws FaultError.
 */
export async function beginItems(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  if (parcels.length === 0) return [];
  const { connection, staging, folderId, growing } = target;
  const { capabilities } = connection;
  // What can't be moved is made where it belongs.
  const place = capabilities.operations.isLost('MoveItem') ? undefined : await staging.folder(home, signal);
  const isInPlace = place === undefined;
  const version = await connection.version(signal);
  // In place, what one request makes whole needs no preparation; the server has the last word on the folder.
  const isDone = (parcel: Parcel) => isInPlace && !needsMore(parcel, version, capabilities);
  const sent = parcels.map((parcel) => (isInPlace && !isDone(parcel) ? asUnfinished(parcel) : parcel));
  if (isInPlace) for (const { sourceId } of sent) growing.add(sourceId);
  try {
    const created = await createMail({ ...target, folderId: place ?? folderId }, sent, signal);
    return created.flatMap((result, index) => {
      const parcel = parcels[index] as Parcel;
      if ('fault' in result || isDone(parcel)) return [result];
      noteBegun(target, parcel, result, isInPlace);
      return [];
    });
  } finally {
    for (const { sourceId } of sent) growing.delete(sourceId);
  }
}

function noteBegun(
  { unfinished }: WriteTarget,
  { sourceId, content }: Parcel,
  { id, omissions = [] }: Exclude<WriteResult, { fault: unknown }>,
  isInPlace: boolean,
): void {
  unfinished.set(sourceId, { id, content, attachments: 0, occurrences: new Map(), omissions, isInPlace });
}
