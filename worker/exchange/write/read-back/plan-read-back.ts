import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { attendantOf } from '../../items/attendant.ts';
import { concat } from '../../xml/bytes.ts';
import { parseXml, type XmlElement } from '../../xml/scan.ts';
import { elementOf } from '../create/homes.ts';
import { fieldsOf, type Field } from './written-fields.ts';

/** A written item to read back. */
export type Copy = { parcel: Parcel; id: string; written: XmlElement; fields: Field[] };

/** How many of each field of each class are checked first, and from then on one item in how many. */
const FIRST = 3;
const ONE_IN = 50;

/** Where in `kept` it stands whether attachments stay. */
export const ATTACHMENTS = 'Attachments';

/** Field of a class in `kept` of the capabilities. */
export const placeOf = (parcel: Parcel, key: string): string => `${elementOf(parcel)}.${key}`;

/**
 * The written items to look at again: those with a field that was not seen to be kept yet or that the server once did
 * not keep, and a sample of the others.
 */
export function planReadBack(
  parcels: readonly Parcel[],
  results: readonly WriteResult[],
  capabilities: ServerCapabilities,
): Copy[] {
  const ids = new Map(results.flatMap((result) => ('fault' in result ? [] : [[result.sourceId, result.id]])));
  const { kept = {} } = capabilities;
  // Of several items in one request, check no more than needed.
  const planned = new Map<string, number>();
  return parcels.flatMap((parcel): Copy[] => {
    const id = ids.get(parcel.sourceId);
    const written = id === undefined ? undefined : writtenOf(parcel);
    if (id === undefined || written === undefined) return [];
    const fields = fieldsOf(written, capabilities);
    const places = [...fields.map(({ key }) => key), ...attached(parcel, capabilities)].map((key) =>
      placeOf(parcel, key),
    );
    const isNew = places.some((place) => {
      const seen = kept[place] ?? 0;
      return seen < 0 || seen + (planned.get(place) ?? 0) < FIRST;
    });
    if (!isNew) capabilities.written = (capabilities.written ?? 0) + 1;
    if (!isNew && (capabilities.written ?? 0) % ONE_IN !== 0) return [];
    for (const place of places) planned.set(place, (planned.get(place) ?? 0) + 1);
    return [{ parcel, id, written, fields }];
  });
}

/** Whether there is something to be seen of attachments: what the server forgets it is not sent. */
function attached(parcel: Parcel, { files }: ServerCapabilities): string[] {
  const { attachments = [], exceptions } = attendantOf(parcel) ?? {};
  const hasFiles = attachments.length > 0 || exceptions?.modified.some((each) => each.files.length > 0);
  return hasFiles && files !== 'forgotten' ? [ATTACHMENTS] : [];
}

/** What was written in addition to content that servers rewrite; undefined if nothing. */
function writtenOf({ method, content, properties }: Parcel): XmlElement | undefined {
  if (method === 'typed') return content instanceof Uint8Array ? parseXml(content) : undefined;
  if (method !== 'mime' || properties === undefined) return undefined;
  return parseXml(concat(['<t:Message>', properties, '</t:Message>']));
}
