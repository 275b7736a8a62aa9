import type { Parcel } from '../../../engine/model/mailbox.ts';
import { unfinishedMarker } from '../../../engine/model/marker.ts';
import { concat, indexOfTag, utf8 } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import type { ItemUpdate } from '../../operations/items/update-item.ts';
import { extendedFieldUri, extendedProperty, MARKER } from '../../operations/properties.ts';
import { elementOf } from './homes.ts';

/**
 * The parcel as it is made in place: whole but for what follows, and marked. Where no folder can be made to prepare
 * items in, those of several requests grow in the folder that they belong in. Until one is whole its marker says so: no
 * resolver of unconfirmed items takes it for the copy, and what a run that was cut off has left is known by it.
 */
export function asUnfinished(parcel: Parcel): Parcel {
  const { content, sourceId } = parcel;
  if (!(content instanceof Uint8Array)) return parcel;
  const marker = utf8(extendedProperty(MARKER, sourceId).markup);
  const at = indexOfTag(content, marker);
  if (at < 0) return parcel;
  const marked = concat([
    content.subarray(0, at),
    extendedProperty(MARKER, unfinishedMarker(sourceId)),
    content.subarray(at + marker.length),
  ]);
  return { ...parcel, content: marked, lengthBytes: marked.length };
}

/** The change that says of an item that it is whole. */
export function wholeUpdate(parcel: Parcel, id: string): ItemUpdate {
  const element = elementOf(parcel);
  const property = xml`<t:${element}>${extendedProperty(MARKER, parcel.sourceId)}</t:${element}>`;
  return { id, updates: [xml`<t:SetItemField>${extendedFieldUri(MARKER)}${property}</t:SetItemField>`] };
}
