import type { Parcel } from '../../../engine/model/mailbox.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { stateOf } from '../../items/attendant.ts';
import { stateProperties, type StateReach } from '../../items/meetings.ts';
import { mimeItemAround } from '../../items/mime.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { concat, type Piece } from '../../xml/bytes.ts';
import { planItem } from './plan-item.ts';

/** A parcel's content in memory. */
export function bytesOf({ content }: Parcel): Uint8Array {
  if (content instanceof Uint8Array) return content;
  throw new TypeError('A stream is written alone.');
}

/** The element that creates a parcel's item, around its content. */
export function newItem(
  parcel: Parcel,
  version: RequestVersion,
  reach: StateReach,
  capabilities: ServerCapabilities,
): Piece[] {
  if (parcel.method === 'typed') return planItem(parcel, version, reach, capabilities).element;
  const { before, after } = mimeItemAround(parcel.itemClass, besideMime(parcel, reach));
  return [...before, bytesOf(parcel), ...after];
}

/** The elements that stand behind the MIME of a new item. */
export function besideMime(parcel: Parcel, reach: StateReach): Uint8Array {
  const { properties = new Uint8Array(0) } = parcel;
  const state = stateOf(parcel);
  if (state === undefined) return properties;
  const more = stateProperties(state, reach);
  return concat([properties.subarray(0, state.at), ...more, properties.subarray(state.at)]);
}
