import { FaultError } from '../../engine/model/fault.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Connection } from '../client/connection.ts';
import { getEach } from '../client/get-each.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { Omissions, SeriesExceptions } from '../items/attendant.ts';
import { rewrite } from '../items/rewrite.ts';
import { occurrenceState } from '../items/meetings.ts';
import { typedProperties } from '../items/typed-shape.ts';
import { getItemBody, itemIn } from '../operations/items/get-item.ts';
import { fieldUri } from '../operations/properties.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { Piece } from '../xml/bytes.ts';
import { attributeOf, child, childText, contentOf, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { readAttachments } from './attachments.ts';

/** What is said of a series without what was changed in one occurrence. */
const UNREADABLE =
  'A changed occurrence was copied without its changes, because the source lists it but does not return it.';

const CALENDAR: ReadonlySet<ItemKind> = new Set(['calendar']);

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

/**
 * Reads the exceptions of a series; undefined for other items. `itemBytes` is the size of the series with everything in
 * it. What cannot be copied is added to `omissions` in plain words. Throws FaultError.
 */
export async function readExceptions(
  connection: Connection,
  item: XmlElement,
  itemBytes: number,
  omissions: Omissions,
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
      getItemBody(some, { base: 'AllProperties', withMime: false, properties: typedProperties(version, CALENDAR) });
    const messages = await getEach(connection, page, body, signal);
    for (const [index, message] of messages.entries()) {
      const fault = responseFault(message, connection.side);
      if (fault && fault.kind !== 'vanished') throw new FaultError(fault);
      if (fault) omissions.push(UNREADABLE);
      const occurrence = itemIn(message);
      const originalStart = starts.get(page[index] ?? '');
      if (occurrence && originalStart !== undefined)
        modified.push({
          originalStart,
          updates: [...updatesOf(occurrence, item), ...occurrenceState(occurrence, item)],
          files: await readAttachments(connection, occurrence, itemBytes, omissions, signal),
        });
    }
  }
  const nearby = startsOfDays(item, [...deleted, ...starts.values()]);
  return { deleted, modified, ...(nearby && { nearby }) };
}

const DAY_MS = 86_400_000;

/**
 * Some servers return only the day of an exception, as a midnight without zone (grommunio/gromox, exch/ews). Returns when
 * the series begins on such days, from the time between its first day and its start; undefined if there are none.
 */
function startsOfDays(item: XmlElement, listed: readonly number[]): Map<number, number> | undefined {
  const range = child(item, 'Recurrence')?.children.find((each) => child(each, 'StartDate'));
  const first = Date.parse(`${childText(range, 'StartDate')?.trim().slice(0, 10)}T00:00:00Z`);
  const start = Date.parse(childText(item, 'Start') ?? '');
  const after = start - first;
  const days = listed.filter((at) => at % DAY_MS === 0);
  if (days.length === 0 || Number.isNaN(after) || after === 0 || Math.abs(after) > 2 * DAY_MS) return undefined;
  return new Map(days.map((day) => [day, day + after]));
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
      xml`<t:SetItemField>${fieldUri(path)}<t:CalendarItem>`,
      ...rewrite(element),
      xml`</t:CalendarItem></t:SetItemField>`,
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
