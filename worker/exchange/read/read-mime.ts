import type { ItemRef, Parcel, ReadResult } from '../../engine/model/mailbox.ts';
import type { AddressMap } from '../../lib/recipients.ts';
import type { Connection } from '../client/connection.ts';
import { requireMessage } from '../client/responses.ts';
import { isMeetingMessage, MEETING_MIME_PROPERTIES, messageState } from '../items/meeting-messages.ts';
import { mapMime, mapMimeStream } from '../items/mime-addresses.ts';
import { MIME_PROPERTIES, mimeParts } from '../items/mime.ts';
import { keepsWay } from '../items/way-headers.ts';
import { extendedFieldUri, extendedValue, FOLLOW_UP_TEXT, isOf, TRANSPORT_HEADERS } from '../operations/properties.ts';
import { getItemBody, itemIn, MIME_CONTENT, readMime } from '../operations/items/get-item.ts';
import { childText, type XmlElement } from '../xml/scan.ts';
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
        { base: 'IdOnly', withMime: true, properties: propertiesFor(connection, items) },
      ),
    signal,
  });
  return perItem(connection, items, response, (item, message): ReadResult => {
    const answer = itemIn(message);
    const content = answer && readMime(answer);
    if (answer === undefined || content === undefined) return { id: item.id, fault: emptyItem(connection) };
    const element = withHeaders(connection, answer, content);
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
  const answers = await connection.call(ask(false, propertiesFor(connection, [item])));
  const [first] = perItem(connection, [item], answers, (_, message) => {
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
  if (isMeetingMessage(itemClass))
    return { properties, attendant: { meeting: { ...messageState(element, 'mime'), at } } };
  // A server may mistake the text of the flag for the subject: the copy is held against it.
  const subject = extendedValue(element, FOLLOW_UP_TEXT) === undefined ? undefined : childText(element, 'Subject');
  return { properties, ...(subject !== undefined && { attendant: { subject } }) };
}

/**
 * What is asked of messages besides their MIME: more of those about meetings, where there are any, and the headers of
 * their way until a server has shown that its MIME has them.
 */
function propertiesFor({ capabilities }: Connection, items: readonly ItemRef[]): Xml {
  const hasMeetings = items.some(({ itemClass }) => isMeetingMessage(itemClass));
  const headers = capabilities.headers === 'kept' ? '' : HEADERS;
  return xml`${MIME_PROPERTIES}${hasMeetings ? MEETING_MIME_PROPERTIES : ''}${headers}`;
}

const HEADERS = extendedFieldUri(TRANSPORT_HEADERS);

/** The message without its separate transport headers, if its MIME has them. The first message with any shows the server's way. */
function withHeaders({ capabilities }: Connection, item: XmlElement, content: Uint8Array): XmlElement {
  const isKept = keepsWay(content, extendedValue(item, TRANSPORT_HEADERS));
  if (isKept !== undefined) capabilities.headers ??= isKept ? 'kept' : 'regenerated';
  if (isKept === false) return item;
  return {
    ...item,
    children: item.children.filter((each) => each.name !== 'ExtendedProperty' || !isOf(each, TRANSPORT_HEADERS)),
  };
}
