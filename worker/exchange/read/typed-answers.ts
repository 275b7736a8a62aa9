import { faultOf, type FaultKind } from '../../engine/model/fault.ts';
import { kindOf } from '../../engine/model/item.ts';
import type { ItemRef } from '../../engine/model/mailbox.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Connection } from '../client/connection.ts';
import { isMeetingMessage, MEETING_MESSAGE_PROPERTIES } from '../items/meeting-messages.ts';
import { ORPHAN_PROPERTIES } from '../items/orphans.ts';
import { typedProperties } from '../items/typed-shape.ts';
import { getItemBody } from '../operations/items/get-item.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';

/** Refusals of what a request asks for. */
const REFUSALS: ReadonlySet<FaultKind> = new Set(['unsupported', 'corrupt']);

/** GetItem's answer for items on the typed method: one request. Throws FaultError. */
export async function askTyped(
  connection: Connection,
  items: readonly ItemRef[],
  signal: AbortSignal,
): Promise<XmlElement> {
  const { capabilities } = connection;
  const kinds = new Set(items.map(({ itemClass }) => kindOf(itemClass)));
  const ids = items.map(({ id }) => id);
  const ask = (withEntries: boolean) => {
    const propertiesFor = (version: RequestVersion) =>
      xml`${typedProperties(version, kinds, withEntries)}${askedOfMeetings(items, kinds)}`;
    const body = (version: RequestVersion) =>
      getItemBody(ids, { base: 'AllProperties', withMime: false, properties: propertiesFor(version) });
    return connection.call({ operation: 'GetItem', body, signal });
  };
  const withEntries = kinds.has('contact') && capabilities.entries !== 'refused';
  try {
    return await ask(withEntries);
  } catch (error) {
    if (!withEntries || !REFUSALS.has(faultOf(error).kind)) throw error;
    const answer = await ask(false);
    capabilities.entries = 'refused';
    return answer;
  }
}

/** What is asked of messages about meetings, and of appointments, beyond what all items are asked for. */
function askedOfMeetings(items: readonly ItemRef[], kinds: ReadonlySet<ItemKind>): Xml | '' {
  if (items.some(({ itemClass }) => isMeetingMessage(itemClass))) return MEETING_MESSAGE_PROPERTIES;
  return kinds.has('calendar') ? ORPHAN_PROPERTIES : '';
}
