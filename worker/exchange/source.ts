import { FaultError, type Fault } from '../engine/model/fault.ts';
import { type CopyPath, kindOf } from '../engine/model/item.ts';
import type { ItemRef, MailboxSource, Parcel, ReadHow, ReadResult } from '../engine/model/mailbox.ts';
import type { AddressMap } from '../lib/recipients.ts';
import { readAbilities } from './client/abilities.ts';
import { readAttachments } from './read/attachments.ts';
import type { Connection } from './client/connection.ts';
import { readExceptions } from './read/exceptions.ts';
import { isUnknownElement, makeFault } from './faults/make-fault.ts';
import { responseFault } from './faults/response-faults.ts';
import { listFolders } from './folders/list-folders.ts';
import { readWithLegacyIds } from './read/legacy-ids.ts';
import { mapMime, mapMimeStream } from './items/mime-addresses.ts';
import { MIME_PROPERTIES, mimeParts } from './items/mime.ts';
import { EXPORT_DATA, exportItemsBody, readExportData } from './operations/items/export-items.ts';
import { getItemBody, itemIn, MIME_CONTENT, readMime } from './operations/items/get-item.ts';
import { isOperationRefused } from './faults/refusals.ts';
import { requireMessage, responseMessages, settleBatch } from './client/responses.ts';
import { findLackingRight } from './folders/rights.ts';
import type { XmlElement } from './xml/scan.ts';
import { createSettingsSource } from './settings/settings.ts';
import { createFolderSync } from './folders/sync.ts';
import type { Losses, TypedAttendant } from './items/attendant.ts';
import { typedItem, typedProperties } from './items/typed-item.ts';
import { CONTACT_ENTRIES } from './items/contact-entries.ts';
import {
  isMeetingMessage,
  MEETING_MESSAGE_PROPERTIES,
  MEETING_MIME_PROPERTIES,
  messageState,
} from './items/meeting-messages.ts';
import { ORPHAN_PROPERTIES } from './items/orphans.ts';

/**
 * A mailbox on an Exchange server, read by EWS. It has no way to change anything there: no operation that it uses
 * marks, moves or writes.
 */
export function createExchangeSource(connection: Connection): MailboxSource {
  const refused = new Set<CopyPath>();
  const sync = createFolderSync(connection);
  return {
    settings: createSettingsSource(connection),
    abilities: (signal) => readAbilities(connection, refused, signal),
    lacksRights: (signal) => findLackingRight(connection, ['Read'], signal),
    folders: (signal, reach) => listFolders(connection, signal, reach),
    changes: (folderId, syncState, signal) => sync.page(folderId, syncState, signal),
    read: async (items, path, how, signal) => {
      if (items.length === 0) return [];
      try {
        return await readWithLegacyIds(connection, items, signal, (asked) =>
          read(connection, asked, path, { ...how, isExchange: !refused.has('transfer') }, signal),
        );
      } catch (error) {
        throw path === 'transfer' ? rememberUnsupported(error, refused, connection) : error;
      }
    },
  };
}

async function read(
  connection: Connection,
  items: readonly ItemRef[],
  path: CopyPath,
  { stream, mapAddress, isExchange }: ReadHow & { isExchange: boolean },
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const only = stream ? items[0] : undefined;
  switch (path) {
    case 'transfer':
      return only ? streamExport(connection, only, signal) : readExports(connection, items, signal);
    case 'mime':
      return only ? streamMime(connection, only, mapAddress, signal) : readMimes(connection, items, mapAddress, signal);
    case 'typed':
      return readTyped(connection, items, mapAddress, isExchange, signal);
  }
}

async function readExports(
  connection: Connection,
  items: readonly ItemRef[],
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const response = await connection.call({
    operation: 'ExportItems',
    body: () => exportItemsBody(items.map(({ id }) => id)),
    signal,
  });
  return perItem(connection, items, response, (item, message): ReadResult => {
    const content = readExportData(message);
    if (content === undefined) return { id: item.id, fault: emptyItem(connection) };
    return { id: item.id, parcel: parcelOf(item, 'transfer', content) };
  });
}

async function streamExport(connection: Connection, item: ItemRef, signal: AbortSignal): Promise<ReadResult[]> {
  const answer = await connection.callForStream(
    { operation: 'ExportItems', body: () => exportItemsBody([item.id]), signal },
    EXPORT_DATA,
    (response) => void requireMessage(response, connection.side),
  );
  if ('content' in answer) return [{ id: item.id, parcel: parcelOf(item, 'transfer', answer.content) }];
  return withoutContent(connection, item, answer);
}

async function readMimes(
  connection: Connection,
  items: readonly ItemRef[],
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const response = await connection.call({
    operation: 'GetItem',
    body: () =>
      getItemBody(
        items.map(({ id }) => id),
        { base: 'IdOnly', withMime: true, properties: MIME_PROPERTIES + askedBesidesMime(items) },
      ),
    signal,
  });
  return perItem(connection, items, response, (item, message): ReadResult => {
    const element = itemIn(message);
    const content = element && readMime(element);
    if (element === undefined || content === undefined) return { id: item.id, fault: emptyItem(connection) };
    const mapped = mapAddress ? mapMime(content, mapAddress) : content;
    return { id: item.id, parcel: { ...parcelOf(item, 'mime', mapped), ...besideMime(element, item) } };
  });
}

/** What goes with a message beside its MIME. */
function besideMime(element: XmlElement, { id, itemClass }: ItemRef): Pick<Parcel, 'properties' | 'attendant'> {
  const { properties, at } = mimeParts(element, id);
  return isMeetingMessage(itemClass)
    ? { properties, attendant: { meeting: { ...messageState(element, 'mime'), at } } }
    : { properties };
}

/** What messages about meetings are asked for, where there are any. */
function askedBesidesMime(items: readonly ItemRef[]): string {
  return items.some(({ itemClass }) => isMeetingMessage(itemClass)) ? MEETING_MIME_PROPERTIES : '';
}

/** The same element by element; of appointments, some of it. */
function askedOfMeetings(items: readonly ItemRef[]): string {
  if (items.some(({ itemClass }) => isMeetingMessage(itemClass))) return MEETING_MESSAGE_PROPERTIES;
  return items.some(({ itemClass }) => kindOf(itemClass) === 'calendar') ? ORPHAN_PROPERTIES : '';
}

/** In the answer MIME stands before the properties, and the copy needs both at once: they are asked for first. */
async function streamMime(
  connection: Connection,
  item: ItemRef,
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const ask = (withMime: boolean, properties: string) => ({
    operation: 'GetItem',
    body: () => getItemBody([item.id], { base: 'IdOnly', withMime, properties }),
    signal,
  });
  const told = await connection.call(ask(false, MIME_PROPERTIES + askedBesidesMime([item])));
  const [first] = perItem(connection, [item], told, (_, message) => {
    const element = itemIn(message);
    return element === undefined
      ? { id: item.id, fault: emptyItem(connection) }
      : { id: item.id, beside: besideMime(element, item) };
  });
  if (first === undefined || 'fault' in first) return [{ id: item.id, fault: first?.fault ?? emptyItem(connection) }];
  const answer = await connection.callForStream(ask(true, ''), MIME_CONTENT, (response) => {
    requireMessage(response, connection.side);
  });
  if (!('content' in answer)) return withoutContent(connection, item, answer);
  const content = mapAddress ? mapMimeStream(answer.content, mapAddress) : answer.content;
  return [{ id: item.id, parcel: { ...parcelOf(item, 'mime', content), ...first.beside } }];
}

/** Element by element; attachments and exceptions of series are fetched with it. */
async function readTyped(
  connection: Connection,
  items: readonly ItemRef[],
  mapAddress: AddressMap | undefined,
  isExchange: boolean,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  // One that does not know what its version promises is asked for more by name.
  const entries = !isExchange && items.some(({ itemClass }) => kindOf(itemClass) === 'contact') ? CONTACT_ENTRIES : '';
  const more = askedOfMeetings(items) + entries;
  const response = await connection.call({
    operation: 'GetItem',
    body: (version) =>
      getItemBody(
        items.map(({ id }) => id),
        { base: 'AllProperties', withMime: false, properties: typedProperties(version) + more },
      ),
    signal,
  });
  type Found = { id: string; item: ItemRef; element: XmlElement } | { id: string; fault: Fault };
  const found = perItem(connection, items, response, (item, message): Found => {
    const element = itemIn(message);
    return element === undefined ? { id: item.id, fault: emptyItem(connection) } : { id: item.id, item, element };
  });
  const results: ReadResult[] = [];
  for (const entry of found) {
    if (!('element' in entry)) results.push({ id: entry.id, fault: entry.fault });
    else results.push(await typedResult(connection, entry.item, entry.element, mapAddress, signal));
  }
  return results;
}

async function typedResult(
  connection: Connection,
  item: ItemRef,
  element: XmlElement,
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult> {
  try {
    const losses: Losses = [];
    const attachments = await readAttachments(connection, element, item.sizeBytes, losses, signal);
    const exceptions = await readExceptions(connection, element, item.sizeBytes, losses, signal);
    const { content, ...places } = typedItem(element, item.id, losses, mapAddress);
    const attendant: TypedAttendant = { losses, attachments, ...places, ...(exceptions && { exceptions }) };
    return { id: item.id, parcel: { ...parcelOf(item, 'typed', content), attendant } };
  } catch (error) {
    // An attachment that cannot be had is this item's trouble; a server in trouble is everyone's.
    const { fault } = error instanceof FaultError ? error : {};
    if (fault === undefined) throw error;
    if (fault.scope === 'item') return { id: item.id, fault };
    if (fault.kind !== 'corrupt' && !isOperationRefused(error)) throw error;
    return { id: item.id, fault: { ...fault, kind: 'corrupt', scope: 'item' } };
  }
}

/** Pairs response messages with what was asked, by their order. Throws FaultError when all failed alike. */
function perItem<T extends object>(
  connection: Connection,
  items: readonly ItemRef[],
  response: XmlElement,
  read: (item: ItemRef, message: XmlElement) => T,
): (T | { id: string; fault: Fault })[] {
  const messages = responseMessages(response);
  const results = items.map((item, index): T | { id: string; fault: Fault } => {
    const message = messages[index];
    if (message === undefined) return { id: item.id, fault: missingResult(connection) };
    const fault = responseFault(message, connection.side);
    return fault ? { id: item.id, fault } : read(item, message);
  });
  return settleBatch(results);
}

function parcelOf(item: ItemRef, path: CopyPath, content: Parcel['content']): Parcel {
  const parcel: Parcel = { sourceId: item.id, path, content, itemClass: item.itemClass };
  if (content instanceof Uint8Array) parcel.lengthBytes = content.length;
  return parcel;
}

/** A whole answer to a request for a stream: an error, or an item without content. */
function withoutContent(connection: Connection, item: ItemRef, response: XmlElement): ReadResult[] {
  return perItem(connection, [item], response, () => ({ id: item.id, fault: emptyItem(connection) }));
}

/** A server that does not know ExportItems will not learn it while this mailbox is copied. */
function rememberUnsupported(error: unknown, refused: Set<CopyPath>, connection: Connection): unknown {
  if (!(error instanceof FaultError)) return error;
  const { kind, code } = error.fault;
  if (kind !== 'unsupported' && !isUnknownElement(code)) return error;
  refused.add('transfer');
  connection.standing.lose('ExportItems');
  const fault = makeFault('unsupported', 'endpoint', code, 'The server does not know ExportItems.', connection.side);
  return new FaultError({ ...fault, operation: 'ExportItems' });
}

function emptyItem(connection: Connection): Fault {
  return makeFault('corrupt', 'item', 'no-content', 'The server gave the item without its content.', connection.side);
}

function missingResult(connection: Connection): Fault {
  return makeFault('transient', 'item', 'missing-result', 'The server left this item out.', connection.side);
}
