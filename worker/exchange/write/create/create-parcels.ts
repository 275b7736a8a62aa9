import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import type { StateReach } from '../../items/meetings.ts';
import { createItemBody } from '../../operations/items/create-item.ts';
import { uploadItemsBody } from '../../operations/items/upload-items.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import type { Piece } from '../../xml/bytes.ts';
import type { XmlElement } from '../../xml/scan.ts';
import { sendLessening, WITHOUT_BINARIES, withoutBinaries } from './binaries.ts';
import { createStreamed } from './create-streamed.ts';
import { keepCompletion } from './keep-completion.ts';
import { addOmissionOf } from './omissions.ts';
import { bytesOf, newItem } from './new-item.ts';
import { writeResults } from './write-results.ts';

type ReachOf = (parcel: Parcel) => StateReach;

/**
 * Makes parcels of one path in a folder, by one request; a stream goes alone. `reachOf` says how much of a
 * meeting's state is sent with it. Throws FaultError.
 */
export function create(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
  reachOf: ReachOf = () => 'all',
): Promise<WriteResult[]> {
  const only = parcels.length === 1 ? parcels[0] : undefined;
  if (only && only.content instanceof ReadableStream)
    return createStreamed(connection, folderId, only, signal, reachOf(only));
  return createBatch(connection, folderId, parcels, signal, reachOf);
}

async function createBatch(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
  reachOf: ReachOf,
): Promise<WriteResult[]> {
  const sourceIds = parcels.map(({ sourceId }) => sourceId);
  if (parcels[0]?.method !== 'transfer') {
    const itemOf: ItemOf = (parcel, version) => newItem(parcel, version, reachOf(parcel), connection.capabilities);
    const { response, lessened } = await createItems(connection, folderId, parcels, itemOf, signal);
    const results = addOmissionOf(writeResults(connection, sourceIds, response), lessened, WITHOUT_BINARIES);
    return keepCompletion(connection, parcels, results, signal);
  }
  const body = () => uploadItemsBody(folderId, parcels.map(bytesOf));
  const response = await connection.call({
    operation: 'UploadItems',
    body,
    mutates: true,
    count: parcels.length,
    signal,
  });
  return writeResults(connection, sourceIds, response);
}

type ItemOf = (parcel: Parcel, version: RequestVersion) => Piece[];

/** `lessened` are the source's ids of items that were created without their properties of binary types. */
async function createItems(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  itemOf: ItemOf,
  signal: AbortSignal,
): Promise<{ response: XmlElement; lessened: ReadonlySet<string> }> {
  const lessened = new Set<string>();
  const lessen = (parcel: Parcel, pieces: Piece[]): Piece[] => {
    const less = withoutBinaries(pieces);
    if (less) lessened.add(parcel.sourceId);
    return less ? [less] : pieces;
  };
  const itemsOf = (version: RequestVersion, isLess: boolean) =>
    parcels.flatMap((each) => (isLess ? lessen(each, itemOf(each, version)) : itemOf(each, version)));
  const ask = (isLess: boolean) => {
    const body = (version: RequestVersion) => createItemBody(folderId, itemsOf(version, isLess));
    return connection.call({ operation: 'CreateItem', body, mutates: true, count: parcels.length, signal });
  };
  const response = await sendLessening(connection, ask, async () => {
    const version = await connection.version(signal);
    return parcels.some((each) => withoutBinaries(itemOf(each, version)));
  });
  return { response, lessened };
}
