import { FaultError, faultOf, type Fault } from '../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { createMail } from './create/create-mail.ts';
import { create } from './create/create-parcels.ts';
import type { NewElement } from '../items/elements.ts';
import { isUnknownElement, makeFault } from '../faults/make-fault.ts';
import { OPERATION_REFUSED } from '../faults/refusals.ts';
import { needsMore } from './create/plan-item.ts';
import { elementOf, foreignHome, homeOf } from './create/homes.ts';
import { failed, withLosses, writeApart, type WriteTarget } from './write-apart.ts';

/**
 * Writes parcels of one path into a folder. What takes more than one request, or may not be made in this folder, is
 * made apart and moved in when it is whole. Throws FaultError.
 */
export async function writeParcels(
  target: WriteTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId, folderClass } = target;
  if (parcels[0]?.path === 'transfer') return create(connection, folderId, parcels, signal);
  const version = await connection.version(signal);
  const { capabilities } = connection;
  const apart = new Map<string, Parcel[]>();
  const plain: Parcel[] = [];
  const results: WriteResult[] = [];
  for (const parcel of parcels) {
    if (capabilities.refusedElements.has(elementOf(parcel))) {
      results.push({ sourceId: parcel.sourceId, fault: notCreatable(connection, elementOf(parcel)) });
      continue;
    }
    const home =
      foreignHome(parcel, folderClass) ?? (needsMore(parcel, version, capabilities) ? homeOf(parcel) : undefined);
    if (home === undefined) plain.push(parcel);
    else apart.set(home, [...(apart.get(home) ?? []), parcel]);
  }
  const isOne = parcels.length === 1;
  try {
    if (plain.length > 0) results.push(...withLosses(plain, await createMail(target, plain, signal)));
  } catch (error) {
    if (!isOne) throw error;
    throw noteRefusal(target, parcels[0], error);
  }
  for (const [home, some] of apart) {
    try {
      results.push(...(await writeApart(target, home, some, signal)));
    } catch (error) {
      // Nothing is said of the others by it: they may be there already.
      if (apart.size === 1 && plain.length === 0) throw isOne ? noteRefusal(target, parcels[0], error) : error;
      results.push(...(await writeAlone(target, home, some, error, signal)));
    }
  }
  const place = new Map(parcels.map(({ sourceId }, index) => [sourceId, index]));
  return results.toSorted((left, right) => (place.get(left.sourceId) ?? 0) - (place.get(right.sourceId) ?? 0));
}

/** One of several may be what the server does not know: then each goes by itself. */
async function writeAlone(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  error: unknown,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  if (faultOf(error).kind !== 'unsupported') return failed(parcels, error);
  if (parcels.length === 1) return failed(parcels, noteRefusal(target, parcels[0], error));
  const results: WriteResult[] = [];
  for (const parcel of parcels) {
    try {
      results.push(...(await writeApart(target, home, [parcel], signal)));
    } catch (refusal) {
      results.push(...failed([parcel], noteRefusal(target, parcel, refusal)));
    }
  }
  return results;
}

/** A server that turns down a request for a single item does not know items of that kind, and will not learn it. */
function noteRefusal({ connection }: WriteTarget, parcel: Parcel | undefined, error: unknown): unknown {
  const { kind, code } = faultOf(error);
  if (
    parcel === undefined ||
    parcel.path !== 'typed' ||
    kind !== 'unsupported' ||
    isUnknownElement(code) ||
    code === OPERATION_REFUSED
  )
    return error;
  const element = elementOf(parcel);
  if (element !== 'Message') connection.capabilities.refusedElements.add(element);
  return new FaultError(notCreatable(connection, element));
}

function notCreatable({ side }: Connection, element: NewElement): Fault {
  const message = `The server does not create items of this kind (${element}).`;
  return makeFault('unsupported', 'item', 'not-creatable', message, side);
}
