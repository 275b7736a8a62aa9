import type { Parcel } from '../../engine/model/mailbox.ts';
import type { Piece } from '../xml/bytes.ts';
import { xml } from '../xml/template.ts';
import type { MeetingState } from './meetings.ts';

/** What the typed method could not take along, in plain words. */
export type Omissions = string[];

/**
 * One attachment of the copy: its element, ready-made, or around content that streams from the source when it is
 * opened. A stream must be read to its end or cancelled, and errors when the source dies.
 */
export type NewAttachment = { name: string; /** A file without content. */ isEmpty?: true } & (
  | { pieces: Piece[]; bytes: number }
  | { before: Piece[]; after: Piece[]; open: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array>> }
);

/** The first and the last piece of an attachment: of a file, and of an item. */
export const FILE_OPEN = xml`<t:FileAttachment>`;
export const FILE_CLOSE = xml`</t:FileAttachment>`;
export const ITEM_OPEN = xml`<t:ItemAttachment>`;
export const ITEM_CLOSE = xml`</t:ItemAttachment>`;

/**
 * How single occurrences of a series differ from its pattern. Instants in milliseconds since 1970. If a server gave only
 * the day, `nearby` is when that day's occurrence begins, apart from clock changes.
 */
export type SeriesExceptions = {
  deleted: number[];
  modified: { originalStart: number; updates: Piece[]; files: NewAttachment[] }[];
  nearby?: ReadonlyMap<number, number>;
};

/** What a typed parcel's `attendant` holds: all of the item that its own element does not. */
export type TypedAttendant = {
  omissions: Omissions;
  exceptions?: SeriesExceptions;
  attachments: NewAttachment[];
  /** Offset in the parcel's content at which an `Attachments` element belongs. */
  attachmentsAt: number;
  /** Where a meeting stands, and the offset at which its properties belong. */
  meeting?: MeetingState & { at: number };
};

/** What accompanies the element of a typed parcel; undefined for other methods. */
export function attendantOf(parcel: Parcel): TypedAttendant | undefined {
  return parcel.method === 'typed' ? (parcel.attendant as TypedAttendant | undefined) : undefined;
}

/** The state of the parcel's meeting, or what its meeting message says; undefined for other items. */
export function stateOf({ method, attendant }: Parcel): (MeetingState & { at: number }) | undefined {
  return method === 'transfer' ? undefined : (attendant as Partial<TypedAttendant> | undefined)?.meeting;
}
