import type { Parcel, WriteResult } from '../engine/mailbox.ts';
import { concat, type Piece } from './bytes.ts';
import type { Connection } from './connection.ts';
import { mimeItemAround } from './mime.ts';
import { createItemAround, createItemBody } from './operations/create-item.ts';
import { uploadItemAround, uploadItemsBody } from './operations/upload-items.ts';
import { planItem, stateOf } from './typed/build.ts';
import { stateProperties, type StateReach } from './typed/meetings.ts';
import type { RequestVersion } from './versions.ts';
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
  const path = parcels[0]?.path;
  const response = await connection.call({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: (version) =>
      path === 'transfer'
        ? uploadItemsBody(folderId, parcels.map(bytesOf))
        : createItemBody(
            folderId,
            parcels.flatMap((parcel) => newItem(parcel, version, reachOf(parcel))),
          ),
    mutates: true,
    signal,
  });
  return writeResults(
    connection,
    parcels.map(({ sourceId }) => sourceId),
    response,
  );
}

async function createStreamed(
  connection: Connection,
  folderId: string,
  parcel: Parcel,
  signal: AbortSignal,
  reach: StateReach,
): Promise<WriteResult[]> {
  const { content, lengthBytes, path } = parcel;
  if (!(content instanceof ReadableStream)) throw new TypeError('The parcel has no stream.');
  const response = await connection.upload({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () => {
      const around = path === 'transfer' ? uploadItemAround(folderId) : createItemAround(folderId);
      const item = path === 'mime' ? mimeAround(parcel, reach) : { before: [], after: [] };
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
  return writeResults(connection, [parcel.sourceId], response);
}

function bytesOf({ content }: Parcel): Uint8Array {
  if (content instanceof Uint8Array) return content;
  throw new TypeError('A stream is written alone.');
}

function newItem(parcel: Parcel, version: RequestVersion, reach: StateReach): Piece[] {
  if (parcel.path === 'typed') return planItem(parcel, version, reach).element;
  const { before, after } = mimeAround(parcel, reach);
  return [...before, bytesOf(parcel), ...after];
}

function mimeAround(parcel: Parcel, reach: StateReach) {
  const { itemClass, properties = new Uint8Array(0) } = parcel;
  const state = stateOf(parcel);
  if (state === undefined) return mimeItemAround(itemClass, properties);
  const more = stateProperties(state, reach);
  const around = [properties.subarray(0, state.at), ...more, properties.subarray(state.at)];
  return mimeItemAround(itemClass, concat(around));
}
