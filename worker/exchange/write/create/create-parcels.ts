import { faultOf } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { WITHOUT_BINARIES, withoutBinaries } from './binaries.ts';
import { concat, type Piece } from '../../xml/bytes.ts';
import type { Connection } from '../../client/connection.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { mimeItemAround } from '../../items/mime.ts';
import { createItemAround, createItemBody } from '../../operations/items/create-item.ts';
import { uploadItemAround, uploadItemsBody } from '../../operations/items/upload-items.ts';
import { stateOf } from '../../items/attendant.ts';
import { planItem } from './plan-item.ts';
import { stateProperties, type StateReach } from '../../items/meetings.ts';
import type { XmlElement } from '../../xml/scan.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { addLossOf } from './losses.ts';
import { writeResults } from './write-results.ts';

type ReachOf = (parcel: Parcel) => StateReach;

/**
 * Makes parcels of one path in a folder, by one request; a stream goes alone. `reachOf` says how much
 * of where a meeting stands goes along. Throws FaultError.
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
  if (parcels[0]?.path !== 'transfer') {
    const itemOf: ItemOf = (parcel, version) => newItem(parcel, version, reachOf(parcel), connection.capabilities);
    const { response, lessened } = await createItems(connection, folderId, parcels, itemOf, signal);
    return addLossOf(writeResults(connection, sourceIds, response), lessened, WITHOUT_BINARIES);
  }
  const body = () => uploadItemsBody(folderId, parcels.map(bytesOf));
  const response = await connection.call({ operation: 'UploadItems', body, mutates: true, signal });
  return writeResults(connection, sourceIds, response);
}

type ItemOf = (parcel: Parcel, version: RequestVersion) => Piece[];

/**
 * A server that cannot read properties of binary types turns down the whole request: then they stay behind, and are not
 * tried again. `lessened` are the source's ids of items without.
 */
async function createItems(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  itemOf: ItemOf,
  signal: AbortSignal,
): Promise<{ response: XmlElement; lessened: ReadonlySet<string> }> {
  const { capabilities } = connection;
  const lessened = new Set<string>();
  const lessen = (parcel: Parcel, pieces: Piece[]): Piece[] => {
    const less = withoutBinaries(pieces);
    if (less) lessened.add(parcel.sourceId);
    return less ? [less] : pieces;
  };
  const ask = (isLess: boolean) =>
    connection.call({
      operation: 'CreateItem',
      body: (version) =>
        createItemBody(
          folderId,
          parcels.flatMap((each) => (isLess ? lessen(each, itemOf(each, version)) : itemOf(each, version))),
        ),
      mutates: true,
      signal,
    });
  if (capabilities.binaries === 'refused') return { response: await ask(true), lessened };
  try {
    return { response: await ask(false), lessened };
  } catch (error) {
    const { kind } = faultOf(error);
    const version = await connection.version(signal);
    if (kind !== 'unsupported' || !parcels.some((each) => withoutBinaries(itemOf(each, version)))) throw error;
    const response = await ask(true);
    capabilities.binaries = 'refused';
    return { response, lessened };
  }
}

/** A stream cannot be sent twice: one that was refused, maybe for its binary properties, is read again for that. */
async function createStreamed(
  connection: Connection,
  folderId: string,
  parcel: Parcel,
  signal: AbortSignal,
  reach: StateReach,
): Promise<WriteResult[]> {
  const { capabilities } = connection;
  const { sourceId } = parcel;
  const beside = parcel.path === 'mime' ? besideMime(parcel, reach) : undefined;
  const less = beside && withoutBinaries([beside]);
  if (less === undefined) return sendStream(connection, folderId, parcel, signal, beside);
  const isTrial = capabilities.binaries === 'suspected';
  const isLess = capabilities.binaries !== undefined;
  try {
    const results = await sendStream(connection, folderId, parcel, signal, isLess ? less : beside);
    if (isTrial) capabilities.binaries = 'refused';
    return isLess ? addLossOf(results, new Set([sourceId]), WITHOUT_BINARIES) : results;
  } catch (error) {
    if (isTrial) delete capabilities.binaries;
    if (isLess || faultOf(error).kind !== 'unsupported') throw error;
    capabilities.binaries = 'suspected';
    const message = 'The item is sent without properties of a binary kind.';
    return [{ sourceId, fault: makeFault('not-processed', 'item', 'sent-again', message, connection.side) }];
  }
}

async function sendStream(
  connection: Connection,
  folderId: string,
  { sourceId, content, lengthBytes, path, itemClass }: Parcel,
  signal: AbortSignal,
  beside: Uint8Array | undefined,
): Promise<WriteResult[]> {
  if (!(content instanceof ReadableStream)) throw new TypeError('The parcel has no stream.');
  const response = await connection.upload({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () => {
      const around = path === 'transfer' ? uploadItemAround(folderId) : createItemAround(folderId);
      const item = beside ? mimeItemAround(itemClass, beside) : { before: [], after: [] };
      return {
        before: [...around.before, ...item.before],
        content,
        after: [...item.after, ...around.after],
        ...(lengthBytes === undefined ? {} : { lengthBytes }),
      };
    },
    mutates: true,
    signal,
  });
  return writeResults(connection, [sourceId], response);
}

function bytesOf({ content }: Parcel): Uint8Array {
  if (content instanceof Uint8Array) return content;
  throw new TypeError('A stream is written alone.');
}

function newItem(
  parcel: Parcel,
  version: RequestVersion,
  reach: StateReach,
  capabilities: ServerCapabilities,
): Piece[] {
  if (parcel.path === 'typed') return planItem(parcel, version, reach, capabilities).element;
  const { before, after } = mimeAround(parcel, reach);
  return [...before, bytesOf(parcel), ...after];
}

function mimeAround(parcel: Parcel, reach: StateReach) {
  return mimeItemAround(parcel.itemClass, besideMime(parcel, reach));
}

/** The elements that stand behind the MIME of a new item. */
export function besideMime(parcel: Parcel, reach: StateReach): Uint8Array {
  const { properties = new Uint8Array(0) } = parcel;
  const state = stateOf(parcel);
  if (state === undefined) return properties;
  const more = stateProperties(state, reach);
  return concat([properties.subarray(0, state.at), ...more, properties.subarray(state.at)]);
}
