import type { Parcel } from '../../../engine/model/mailbox.ts';
import { fixedZones, offsetOf } from '../../items/fixed-zones.ts';
import { meetingZoneOf } from '../../items/meeting-zone.ts';
import { concat, type Piece } from '../../xml/bytes.ts';
import { attributeOf, child, findElement, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';
import { partOf, rootOf, WRAP_OPEN, ZONE } from './optional-parts.ts';

/** Bytes that go, and what comes in their place. */
type Edit = { from: number; to: number; put?: Uint8Array };

/** A parcel without these parts of its item (see optional-parts.ts). `isOld`: the server knows no zones. */
export function withoutParts(parcel: Parcel, parts: ReadonlySet<string>, isOld = false): Parcel {
  if (parts.size === 0 && !(isOld && parcel.method === 'typed')) return parcel;
  const root = rootOf(parcel);
  const edits = editsFor(root, parts, isOld).toSorted((left, right) => left.from - right.from);
  const before = parcel.method === 'typed' ? 0 : WRAP_OPEN.length;
  const bytes = edited(root.bytes, edits);
  const move = (at: number) => movedBy(edits, at + before) - before;
  const attendant = movedOffsets(parcel.attendant, move);
  if (parcel.method === 'typed') return { ...parcel, content: bytes, lengthBytes: bytes.length, attendant };
  const close = root.bytes.length - root.end;
  return { ...parcel, properties: bytes.subarray(before, bytes.length - close), attendant };
}

function editsFor(root: XmlElement, parts: ReadonlySet<string>, isOld: boolean): Edit[] {
  const edits = root.children.flatMap((element, index): Edit[] => {
    const to = beginOf(root.children[index + 1]) ?? root.end;
    if (isOld && partOf(element) === ZONE && !parts.has(ZONE))
      return [{ from: beginOf(element), to, ...asOldZone(root, element) }];
    if (parts.has(partOf(element))) return [{ from: beginOf(element), to, ...(!isOld && inPlaceOf(root, element)) }];
    const firstDay = parts.has('FirstDayOfWeek') ? findElement(element, 'FirstDayOfWeek') : undefined;
    if (firstDay) return [elementEdit(root.bytes, firstDay)];
    if (isOld && element.name === 'EmailAddresses' && !hasLostEntries(element, parts))
      return element.children.flatMap(bareEntry);
    const lost = element.children.flatMap((entry, at): Edit[] => {
      if (!parts.has(`${element.name}/${attributeOf(entry, 'Key') ?? ''}`)) return [];
      return [{ from: beginOf(entry), to: beginOf(element.children[at + 1]) ?? element.end }];
    });
    return lost.length > 0 && lost.length === element.children.length ? [{ from: beginOf(element), to }] : lost;
  });
  // The date of completion says for itself that a task is completed.
  if (root.name !== 'Task' || !parts.has('CompleteDate') || !child(root, 'CompleteDate') || child(root, 'Status'))
    return edits;
  const at = beginOf(child(root, 'TotalWork')) ?? root.end;
  return [...edits, { from: at, to: at, put: concat([xml`<t:Status>Completed</t:Status>`]) }];
}

/** An entry with its key alone: its other attributes are of Exchange 2010. */
function bareEntry(entry: XmlElement): Edit[] {
  const put = concat([xml` Key="${attributeOf(entry, 'Key') ?? ''}"`]);
  return entry.start < entry.end ? [{ from: entry.attributesAt, to: entry.start - 1, put }] : [];
}

function hasLostEntries({ name, children }: XmlElement, parts: ReadonlySet<string>): boolean {
  return children.some((entry) => parts.has(`${name}/${attributeOf(entry, 'Key') ?? ''}`));
}

/** A leaf that has no sibling behind it. */
function elementEdit(bytes: Uint8Array, element: XmlElement): Edit {
  return { from: beginOf(element), to: bytes.indexOf(GREATER, element.end) + 1 };
}

/** Exchange 2007 has one zone, in the place of the start's. */
function asOldZone(root: XmlElement, { name }: XmlElement): { put?: Uint8Array } {
  const zone = name === 'StartTimeZone' ? meetingZoneOf(root) : undefined;
  return zone ? { put: concat([zone]) } : {};
}

/** Days would begin at another hour without any zone. */
function inPlaceOf(root: XmlElement, { name }: XmlElement): { put?: Uint8Array } {
  const minutes = name === 'StartTimeZone' ? offsetOf(root) : undefined;
  return minutes === undefined ? {} : { put: concat(fixedZones(minutes)) };
}

/** Where an element's tag begins. */
export function beginOf<E extends XmlElement | undefined>(
  element: E,
): E extends XmlElement ? number : number | undefined;
export function beginOf(element: XmlElement | undefined): number | undefined {
  return element?.bytes.lastIndexOf(LESS, element.attributesAt);
}

const LESS = 0x3c;
const GREATER = 0x3e;

function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, put } of edits) {
    pieces.push(bytes.subarray(at, from), ...(put ? [put] : []));
    at = to;
  }
  return concat([...pieces, bytes.subarray(at)]);
}

function movedBy(edits: readonly Edit[], at: number): number {
  const before = edits.filter(({ to }) => to <= at);
  return before.reduce((sum, { from, to, put }) => sum - (to - from) + (put?.length ?? 0), at);
}

/** What belongs at an offset of the old bytes belongs there still. */
function movedOffsets(attendant: unknown, move: (at: number) => number): unknown {
  if (typeof attendant !== 'object' || attendant === null) return attendant;
  const { attachmentsAt, meeting } = attendant as { attachmentsAt?: number; meeting?: { at: number } };
  return {
    ...attendant,
    ...(attachmentsAt !== undefined && { attachmentsAt: move(attachmentsAt) }),
    ...(meeting && { meeting: { ...meeting, at: move(meeting.at) } }),
  };
}
