import type { ItemRef, Parcel, ReadResult } from '../../engine/model/mailbox.ts';
import type { AddressMap } from '../../lib/recipients.ts';
import type { Connection } from '../client/connection.ts';
import { requireMessage } from '../client/responses.ts';
import { isMeetingMessage, MEETING_MIME_PROPERTIES, messageState } from '../items/meeting-messages.ts';
import { mapMime, mapMimeStream } from '../items/mime-addresses.ts';
import { MIME_PROPERTIES, mimeParts } from '../items/mime.ts';
import { getItemBody, itemIn, MIME_CONTENT, readMime } from '../operations/items/get-item.ts';
import type { XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import { emptyItem, parcelOf, perItem, withoutContent } from './per-item.ts';

/** Messages as MIME, with what MIME does not say. Throws FaultError when the whole call failed. */
export async function readMimes(
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
        { base: 'IdOnly', withMime: true, properties: propertiesFor(items) },
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

/**
 * The same of one message, as a stream. In the answer MIME precedes the properties, and the copy needs both at once:
 * the properties are asked for first.
 */
export async function streamMime(
  connection: Connection,
  item: ItemRef,
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const ask = (withMime: boolean, properties?: Xml) => ({
    operation: 'GetItem',
    body: () => getItemBody([item.id], { base: 'IdOnly', withMime, ...(properties && { properties }) }),
    signal,
  });
  const told = await connection.call(ask(false, propertiesFor([item])));
  const [first] = perItem(connection, [item], told, (_, message) => {
    const element = itemIn(message);
    return element === undefined
      ? { id: item.id, fault: emptyItem(connection) }
      : { id: item.id, beside: besideMime(element, item) };
  });
  if (first === undefined || 'fault' in first) return [{ id: item.id, fault: first?.fault ?? emptyItem(connection) }];
  const answer = await connection.callForStream(ask(true), MIME_CONTENT, (response) => {
    requireMessage(response, connection.side);
  });
  if (!('content' in answer)) return withoutContent(connection, item, answer);
  const content = mapAddress ? mapMimeStream(answer.content, mapAddress) : answer.content;
  return [{ id: item.id, parcel: { ...parcelOf(item, 'mime', content), ...first.beside } }];
}

/** What goes with a message besides its MIME. */
function besideMime(element: XmlElement, { id, itemClass }: ItemRef): Pick<Parcel, 'properties' | 'attendant'> {
  const { properties, at } = mimeParts(element, id);
  return isMeetingMessage(itemClass)
    ? { properties, attendant: { meeting: { ...messageState(element, 'mime'), at } } }
    : { properties };
}

/** What is asked of messages besides their MIME; more of those about meetings, where there are any. */
function propertiesFor(items: readonly ItemRef[]): Xml {
  const hasMeetings = items.some(({ itemClass }) => isMeetingMessage(itemClass));
  return hasMeetings ? xml`${MIME_PROPERTIES}${MEETING_MIME_PROPERTIES}` : MIME_PROPERTIES;
}
