import { FaultError } from '../../engine/model/fault.ts';
import { readAttachments, type NewAttachment } from './attachments.ts';
import type { Piece } from '../xml/bytes.ts';
import type { Connection } from '../client/connection.ts';
import { rewrite } from '../items/elements.ts';
import { getEach } from '../client/get-each.ts';
import { addOccurrenceFiles, type OccurrenceState } from '../write/complete/occurrence-files.ts';
import { readNewId } from '../operations/items/create-item.ts';
import { deleteItemsBody } from '../operations/items/delete-item.ts';
import { getItemBody, getOccurrencesBody, itemIn } from '../operations/items/get-item.ts';
import { updateItemBody, type ItemUpdate } from '../operations/items/update-item.ts';
import { fieldUri } from '../operations/properties.ts';
import { isOperationRefused, requireRefusal } from '../faults/refusals.ts';
import { responseMessages } from '../client/responses.ts';
import { attributeOf, child, childText, contentOf, type XmlElement } from '../xml/scan.ts';
import { responseFault } from '../faults/response-faults.ts';
import { typedProperties, type Losses } from '../items/typed-item.ts';
import { occurrenceState } from '../items/meetings.ts';
import type { RequestVersion } from '../operations/versions.ts';
import { missingResult } from '../write/create/write-results.ts';

/** What sets single occurrences of a series apart from its pattern. Instants in milliseconds since 1970. */
export type SeriesExceptions = {
  deleted: number[];
  modified: { originalStart: number; updates: Piece[]; files: NewAttachment[] }[];
};

/** Of an occurrence, what may differ from its series, with the path that an update names it by. */
const UPDATABLE: readonly (readonly [element: string, path: string])[] = [
  ['Subject', 'item:Subject'],
  ['Sensitivity', 'item:Sensitivity'],
  ['Body', 'item:Body'],
  ['Categories', 'item:Categories'],
  ['Importance', 'item:Importance'],
  ['ReminderIsSet', 'item:ReminderIsSet'],
  ['ReminderMinutesBeforeStart', 'item:ReminderMinutesBeforeStart'],
  ['Start', 'calendar:Start'],
  ['End', 'calendar:End'],
  ['IsAllDayEvent', 'calendar:IsAllDayEvent'],
  ['LegacyFreeBusyStatus', 'calendar:LegacyFreeBusyStatus'],
  ['Location', 'calendar:Location'],
];

/** Numbers of occurrences asked for at a time, and the highest: a daily series of eleven years. */
const PROBE_BATCH = 100;
const MAX_INDEX = 4000;

/**
 * Reads the exceptions of a series; undefined for what is none. `itemBytes` is the size of the series with all that
 * belongs to it. What cannot go along is told in plain words. Throws FaultError.
 */
export async function readExceptions(
  connection: Connection,
  item: XmlElement,
  itemBytes: number,
  losses: Losses,
  signal: AbortSignal,
): Promise<SeriesExceptions | undefined> {
  const deleted = instants(child(item, 'DeletedOccurrences'), 'Start');
  const listed = child(item, 'ModifiedOccurrences')?.children ?? [];
  if (deleted.length === 0 && listed.length === 0) return undefined;
  const starts = new Map<string, number>();
  for (const occurrence of listed) {
    const id = attributeOf(child(occurrence, 'ItemId'), 'Id');
    const at = Date.parse(childText(occurrence, 'OriginalStart') ?? '');
    if (id !== undefined && !Number.isNaN(at)) starts.set(id, at);
  }
  const ids = [...starts.keys()];
  const modified: SeriesExceptions['modified'] = [];
  for (let at = 0; at < ids.length; at += 10) {
    const page = ids.slice(at, at + 10);
    const body = (some: readonly string[], version: RequestVersion) =>
      getItemBody(some, { base: 'AllProperties', withMime: false, properties: typedProperties(version) });
    const messages = await getEach(connection, page, body, signal);
    for (const [index, message] of messages.entries()) {
      const fault = responseFault(message, connection.side);
      if (fault && fault.kind !== 'vanished') throw new FaultError(fault);
      const occurrence = itemIn(message);
      const originalStart = starts.get(page[index] ?? '');
      if (occurrence && originalStart !== undefined)
        modified.push({
          originalStart,
          updates: [...updatesOf(occurrence, item), ...occurrenceState(occurrence, item)],
          files: await readAttachments(connection, occurrence, itemBytes, losses, signal),
        });
    }
  }
  return { deleted, modified };
}

/**
 * Makes the occurrences of a new series differ as the old one's do; tells no attendee. What the server refuses of it
 * comes back in plain words. Throws FaultError where it may take it another time; `done` then holds the original starts
 * of those that it has taken, which are left alone.
 */
export async function applyExceptions(
  connection: Connection,
  masterId: string,
  exceptions: SeriesExceptions,
  done: Map<number, OccurrenceState>,
  signal: AbortSignal,
): Promise<string[]> {
  const missed = await applyDates(connection, masterId, exceptions, done, signal);
  const refused = await addOccurrenceFiles(connection, exceptions.modified, done, signal);
  return [
    ...(missed === 0 ? [] : [`${missed} changed or deleted occurrences of the series could not be carried over.`]),
    ...(refused === 0 ? [] : [`${refused} files of single occurrences of the series could not be carried over.`]),
  ];
}

/** All but their files. Returns how many the server refuses. */
async function applyDates(
  connection: Connection,
  masterId: string,
  exceptions: SeriesExceptions,
  done: Map<number, OccurrenceState>,
  signal: AbortSignal,
): Promise<number> {
  const all = [...exceptions.deleted, ...exceptions.modified.map(({ originalStart }) => originalStart)];
  const wanted = new Set(all.filter((start) => !done.has(start)));
  if (wanted.size === 0) return 0;
  const ids = await findOccurrences(connection, masterId, wanted, signal).catch((error: unknown) => {
    if (isOperationRefused(error)) return new Map<number, string>();
    throw error;
  });
  let missed = wanted.size - ids.size;
  for (const start of exceptions.deleted) {
    const id = ids.get(start);
    if (id === undefined) continue;
    if (!(await run(connection, 'DeleteItem', id, signal)).isDone) missed += 1;
    done.set(start, { id: '', refused: 0 });
  }
  const updates = exceptions.modified.flatMap(({ originalStart, updates: pieces }) => {
    const id = ids.get(originalStart);
    return id === undefined ? [] : [{ id, updates: pieces, originalStart }];
  });
  return missed + (await updateAll(connection, updates, done, signal));
}

/**
 * One by one: each change gives the series a new change key. An occurrence may go only where none other is
 * (`ErrorOccurrenceCrossingBoundary`), so those that are refused have another try once others have made room.
 */
async function updateAll(
  connection: Connection,
  updates: readonly Update[],
  done: Map<number, OccurrenceState>,
  signal: AbortSignal,
): Promise<number> {
  for (let waiting = updates; ;) {
    const refused: Update[] = [];
    for (const update of waiting) {
      const { isDone, id = update.id } = await run(connection, 'UpdateItem', update, signal);
      if (isDone) done.set(update.originalStart, { id, refused: 0 });
      else refused.push(update);
    }
    if (refused.length === 0 || refused.length === waiting.length) return refused.length;
    waiting = refused;
  }
}

type Update = ItemUpdate & { originalStart: number };

async function run(
  connection: Connection,
  operation: 'UpdateItem' | 'DeleteItem',
  what: ItemUpdate | string,
  signal: AbortSignal,
): Promise<{ isDone: boolean; id?: string }> {
  const call = {
    operation,
    body: (version: RequestVersion) =>
      typeof what === 'string' ? deleteItemsBody([what], 'HardDelete', version) : updateItemBody([what], version),
    // An occurrence that was moved is not found where it was: done twice it would look like a loss.
    mutates: true,
    signal,
  };
  const response = await connection.call(call).catch((error: unknown) => {
    if (isOperationRefused(error)) return undefined;
    throw error;
  });
  if (response === undefined) return { isDone: false };
  const [message] = responseMessages(response);
  if (message === undefined) throw new FaultError(missingResult(connection));
  const fault = responseFault(message, connection.side);
  if (fault) requireRefusal(fault);
  const id = fault ? undefined : readNewId(message)?.id;
  return { isDone: fault === undefined, ...(id !== undefined && { id }) };
}

/** Ids of the occurrences that begin at these instants, found by counting through the series. */
async function findOccurrences(
  connection: Connection,
  masterId: string,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const last = Math.max(...wanted);
  for (let first = 1; first < MAX_INDEX && found.size < wanted.size; first += PROBE_BATCH) {
    const indexes = Array.from({ length: PROBE_BATCH }, (_, index) => first + index);
    const body = (some: readonly number[]) => getOccurrencesBody(masterId, some, fieldUri('calendar:Start'));
    const messages = await getEach(connection, indexes, body, signal);
    let isPast = true;
    for (const message of messages) {
      const fault = responseFault(message, connection.side);
      if (fault) requireRefusal(fault);
      const occurrence = itemIn(message);
      const start = Date.parse(childText(occurrence, 'Start') ?? '');
      const id = attributeOf(child(occurrence, 'ItemId'), 'Id');
      if (id === undefined || Number.isNaN(start)) continue;
      if (wanted.has(start)) found.set(start, id);
      if (start <= last) isPast = false;
    }
    if (isPast) break;
  }
  return found;
}

/** An occurrence may have been moved to where the series begins. */
const ALWAYS = new Set(['Start', 'End']);

/** What is as in the series is left to it: set again, it would no longer follow the series. */
function updatesOf(occurrence: XmlElement, series: XmlElement): Piece[] {
  return UPDATABLE.flatMap(([name, path]): Piece[] => {
    const element = child(occurrence, name);
    if (
      element === undefined ||
      (!ALWAYS.has(name) && isSame(element, child(series, name))) ||
      (element.start === element.end && name === 'Categories')
    )
      return [];
    return [
      `<t:SetItemField>${fieldUri(path)}<t:CalendarItem>`,
      ...rewrite(element),
      '</t:CalendarItem></t:SetItemField>',
    ];
  });
}

function isSame(left: XmlElement, right: XmlElement | undefined): boolean {
  if (right === undefined || left.end - left.start !== right.end - right.start) return false;
  const [one, other] = [contentOf(left), contentOf(right)];
  return one.every((byte, index) => byte === other[index]);
}

function instants(list: XmlElement | undefined, name: string): number[] {
  return (list?.children ?? [])
    .map((entry) => Date.parse(childText(entry, name) ?? ''))
    .filter((at) => !Number.isNaN(at));
}
