import { FaultError, faultOf, type Fault, type FaultKind } from '../engine/fault.ts';
import type { Parcel, WriteResult } from '../engine/mailbox.ts';
import type { Piece } from './bytes.ts';
import type { Connection } from './connection.ts';
import type { NewElement } from './elements.ts';
import { isUnknownElement, makeFault } from './faults.ts';
import { mimeItemAround } from './mime.ts';
import { createItemAround, createItemBody } from './operations/create-item.ts';
import { moveItemBody } from './operations/move-item.ts';
import { uploadItemAround, uploadItemsBody } from './operations/upload-items.ts';
import { attendantOf, complete, needsMore, planItem, type Unfinished } from './typed/build.ts';
import { elementOf, foreignHome, homeOf } from './typed/homes.ts';
import type { Staging } from './typed/staging.ts';
import type { RequestVersion } from './versions.ts';
import { writeResults } from './write-results.ts';

export type WriteTarget = {
  connection: Connection;
  staging: Staging;
  folderId: string;
  /** Container class of the folder, where it is known. */
  folderClass: string | undefined;
  /** Elements that the server was seen not to create; added to when it refuses one more. */
  refused: Set<NewElement>;
  /** Items that were made apart and have not been moved in, by the source's id. */
  unfinished: Map<string, Unfinished>;
};

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
  const apart = new Map<string, Parcel[]>();
  const plain: Parcel[] = [];
  const results: WriteResult[] = [];
  for (const parcel of parcels) {
    if (target.refused.has(elementOf(parcel))) {
      results.push({ sourceId: parcel.sourceId, fault: notCreatable(connection, elementOf(parcel)) });
      continue;
    }
    const home = foreignHome(parcel, folderClass) ?? (needsMore(parcel, version) ? homeOf(parcel) : undefined);
    if (home === undefined) plain.push(parcel);
    else apart.set(home, [...(apart.get(home) ?? []), parcel]);
  }
  const isOne = parcels.length === 1;
  try {
    if (plain.length > 0) results.push(...withLosses(plain, await create(connection, folderId, plain, signal)));
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
  return results;
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

/** Creates, completes, moves. Whatever ends this before the move has left nothing in the folder. */
async function writeApart(
  target: WriteTarget,
  home: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, staging, folderId, unfinished } = target;
  const results: WriteResult[] = [];
  const isBegun = (parcel: Parcel) => isSame(unfinished.get(parcel.sourceId)?.content, parcel.content);
  const fresh = parcels.filter((parcel) => !isBegun(parcel));
  if (fresh.length > 0) {
    const created = await create(connection, await staging.folder(home, signal), fresh, signal);
    for (const [index, result] of created.entries()) {
      const { sourceId, content } = fresh[index] as Parcel;
      if ('fault' in result) results.push(result);
      else unfinished.set(sourceId, { id: result.id, content, attachments: 0, occurrences: new Set() });
    }
  }
  const begun = parcels.filter(isBegun);
  const whole: { sourceId: string; id: string; losses: string[] }[] = [];
  for (const [index, parcel] of begun.entries()) {
    try {
      const done = await finish(target, parcel, signal);
      if ('fault' in done) results.push(done);
      else whole.push(done);
    } catch (error) {
      if (whole.length + results.length === 0) throw error;
      // Those that are whole still go.
      results.push(...failed(begun.slice(index), error));
      break;
    }
  }
  if (whole.length > 0) results.push(...(await moveIn(connection, folderId, whole, unfinished, signal)));
  return withLosses(parcels, results);
}

/** Adds what is missing. After a doubt no one knows what the item has: it is made anew. */
async function finish(
  { connection, unfinished }: WriteTarget,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<{ sourceId: string; id: string; losses: string[] } | Extract<WriteResult, { fault: unknown }>> {
  const { sourceId } = parcel;
  const state = unfinished.get(sourceId) as Unfinished;
  const later = parcel.path === 'typed' ? planItem(parcel, await connection.version(signal)).later : [];
  try {
    for (let tries = 1; ; tries += 1) {
      const done = await complete(connection, state, parcel, later, signal);
      if (!('fault' in done)) return { sourceId, id: state.id, losses: done.losses };
      // An item of many requests meets more of a server's passing trouble than one of a single request does.
      if (tries < MAX_TRIES && PASSING.has(done.fault.kind)) continue;
      if (!canGoOn(done.fault)) unfinished.delete(sourceId);
      return done;
    }
  } catch (error) {
    if (!canGoOn(faultOf(error))) unfinished.delete(sourceId);
    throw error;
  }
}

const MAX_TRIES = 3;
const PASSING: ReadonlySet<FaultKind> = new Set(['transient', 'overload']);

/** The server surely did nothing, and may do it another time. */
function canGoOn({ kind }: Fault): boolean {
  return kind === 'busy' || kind === 'too-many-connections' || kind === 'transient' || kind === 'overload';
}

async function moveIn(
  connection: Connection,
  folderId: string,
  whole: readonly { sourceId: string; id: string; losses: string[] }[],
  unfinished: Map<string, Unfinished>,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const ids = whole.map(({ id }) => id);
  const sourceIds = whole.map(({ sourceId }) => sourceId);
  let moved: WriteResult[];
  try {
    const response = await connection.call({
      operation: 'MoveItem',
      body: (version) => moveItemBody(folderId, ids, version),
      mutates: true,
      signal,
    });
    moved = writeResults(connection, sourceIds, response);
  } catch (error) {
    if (!canGoOn(faultOf(error))) for (const id of sourceIds) unfinished.delete(id);
    throw error;
  }
  for (const result of moved) if (!('fault' in result) || !canGoOn(result.fault)) unfinished.delete(result.sourceId);
  return moved.map((result, index) => tell(result, whole[index]?.losses ?? []));
}

function isSame(left: Parcel['content'] | undefined, right: Parcel['content']): boolean {
  if (!(left instanceof Uint8Array) || !(right instanceof Uint8Array) || left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}

/** A server that turns down a request for a single item does not know items of that kind, and will not learn it. */
function noteRefusal({ connection, refused }: WriteTarget, parcel: Parcel | undefined, error: unknown): unknown {
  const { kind, code } = faultOf(error);
  if (parcel === undefined || parcel.path !== 'typed' || kind !== 'unsupported' || isUnknownElement(code)) return error;
  const element = elementOf(parcel);
  if (element !== 'Message') refused.add(element);
  return new FaultError(notCreatable(connection, element));
}

function notCreatable({ side }: Connection, element: NewElement): Fault {
  const message = `The server does not create items of this kind (${element}).`;
  return makeFault('unsupported', 'item', 'not-creatable', message, side);
}

function failed(parcels: readonly Parcel[], error: unknown): WriteResult[] {
  const fault = faultOf(error, 'batch');
  return parcels.map(({ sourceId }) => ({ sourceId, fault }));
}

/** What the typed path could not take along is told with the item; it stays a success. */
function withLosses(parcels: readonly Parcel[], results: readonly WriteResult[]): WriteResult[] {
  const byId = new Map(parcels.map((parcel) => [parcel.sourceId, parcel]));
  return results.map((result) => {
    const parcel = byId.get(result.sourceId);
    return tell(result, (parcel && attendantOf(parcel)?.losses) ?? []);
  });
}

function tell(result: WriteResult, losses: readonly string[]): WriteResult {
  if ('fault' in result || losses.length === 0) return result;
  return { ...result, losses: [...(result.losses ?? []), ...losses] };
}

function create(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const only = parcels.length === 1 ? parcels[0] : undefined;
  if (only && only.content instanceof ReadableStream) return createStreamed(connection, folderId, only, signal);
  return createBatch(connection, folderId, parcels, signal);
}

async function createBatch(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const path = parcels[0]?.path;
  const response = await connection.call({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: (version) =>
      path === 'transfer'
        ? uploadItemsBody(folderId, parcels.map(bytesOf))
        : createItemBody(
            folderId,
            parcels.flatMap((parcel) => newItem(parcel, version)),
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
): Promise<WriteResult[]> {
  const { content, lengthBytes, path } = parcel;
  if (!(content instanceof ReadableStream)) throw new TypeError('The parcel has no stream.');
  const response = await connection.upload({
    operation: path === 'transfer' ? 'UploadItems' : 'CreateItem',
    body: () => {
      const around = path === 'transfer' ? uploadItemAround(folderId) : createItemAround(folderId);
      const item = path === 'mime' ? mimeAround(parcel) : { before: [], after: [] };
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

function newItem(parcel: Parcel, version: RequestVersion): Piece[] {
  if (parcel.path === 'typed') return planItem(parcel, version).element;
  const { before, after } = mimeAround(parcel);
  return [...before, bytesOf(parcel), ...after];
}

function mimeAround(parcel: Parcel) {
  return mimeItemAround(parcel.itemClass, parcel.properties ?? new Uint8Array(0));
}
