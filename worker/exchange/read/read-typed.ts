import { FaultError, isRefusedOperation, type Fault } from '../../engine/model/fault.ts';
import { kindOf } from '../../engine/model/item.ts';
import type { ItemRef, ReadResult } from '../../engine/model/mailbox.ts';
import type { AddressMap } from '../../lib/recipients.ts';
import type { Connection } from '../client/connection.ts';
import type { Losses, NewAttachment, TypedAttendant } from '../items/attendant.ts';
import { CONTACT_ENTRIES } from '../items/contact-entries.ts';
import { isMeetingMessage, MEETING_MESSAGE_PROPERTIES } from '../items/meeting-messages.ts';
import { ORPHAN_PROPERTIES } from '../items/orphans.ts';
import { typedItem, typedProperties } from '../items/typed-item.ts';
import { getItemBody, itemIn } from '../operations/items/get-item.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { Piece } from '../xml/bytes.ts';
import { holdsForbidden } from '../xml/legal.ts';
import type { XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import { readAttachments } from './attachments.ts';
import { readExceptions } from './exceptions.ts';
import { emptyItem, parcelOf, perItem } from './per-item.ts';

/**
 * Items element by element, with their attachments and the exceptions of series. The entries of contacts are asked for
 * by name, because not every server gives them otherwise. Throws FaultError when the whole call failed.
 */
export async function readTyped(
  connection: Connection,
  items: readonly ItemRef[],
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const entries = items.some(({ itemClass }) => kindOf(itemClass) === 'contact') ? CONTACT_ENTRIES : '';
  const propertiesFor = (version: RequestVersion) =>
    xml`${typedProperties(version)}${askedOfMeetings(items)}${entries}`;
  const response = await connection.call({
    operation: 'GetItem',
    body: (version) =>
      getItemBody(
        items.map(({ id }) => id),
        { base: 'AllProperties', withMime: false, properties: propertiesFor(version) },
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

/** What is said of an item that came with what no server takes. */
const FORBIDDEN = 'Control characters that XML forbids were left out of its texts.';

function partsOf(attachment: NewAttachment): readonly Piece[] {
  return 'pieces' in attachment ? attachment.pieces : attachment.before;
}

/** What is asked of messages about meetings, and of appointments, beyond what all items are asked for. */
function askedOfMeetings(items: readonly ItemRef[]): Xml | '' {
  if (items.some(({ itemClass }) => isMeetingMessage(itemClass))) return MEETING_MESSAGE_PROPERTIES;
  return items.some(({ itemClass }) => kindOf(itemClass) === 'calendar') ? ORPHAN_PROPERTIES : '';
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
    const parts = [element.bytes.subarray(element.attributesAt, element.end), ...attachments.flatMap(partsOf)];
    if (holdsForbidden(parts)) losses.push(FORBIDDEN);
    const attendant: TypedAttendant = { losses, attachments, ...places, ...(exceptions && { exceptions }) };
    return { id: item.id, parcel: { ...parcelOf(item, 'typed', content), attendant } };
  } catch (error) {
    // An attachment that cannot be read concerns this item; a server in trouble concerns all.
    const { fault } = error instanceof FaultError ? error : {};
    if (fault === undefined) throw error;
    if (fault.scope === 'item') return { id: item.id, fault };
    if (fault.kind !== 'corrupt' && !isRefusedOperation(fault)) throw error;
    return { id: item.id, fault: { ...fault, kind: 'corrupt', scope: 'item' } };
  }
}
