import { FaultError, faultOf, isRefusedOperation } from '../../../engine/model/fault.ts';
import type { Connection } from '../../client/connection.ts';
import { getEach } from '../../client/get-each.ts';
import { responseMessages } from '../../client/responses.ts';
import { requireRefusal } from '../../faults/refusals.ts';
import { responseFault } from '../../faults/response-faults.ts';
import type { SeriesExceptions } from '../../items/attendant.ts';
import { deleteItemsBody } from '../../operations/items/delete-item.ts';
import { getOccurrencesBody, itemIn } from '../../operations/items/get-item.ts';
import type { ItemUpdate } from '../../operations/items/update-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { attributeOf, child, childText } from '../../xml/scan.ts';
import { omissionOf } from '../create/optional-parts.ts';
import { missingResult } from '../create/write-results.ts';
import { addOccurrenceFiles, type OccurrenceState } from './occurrence-files.ts';
import { updateOccurrence } from './update-occurrence.ts';

/** Numbers of occurrences asked for at a time, and the highest: a daily series of eleven years. */
const PROBE_BATCH = 100;
const MAX_INDEX = 4000;

/**
 * Applies the old series' exceptions to the new one; notifies no attendee. Returns what the server refuses in plain
 * words. Throws FaultError if a retry may succeed; `done` then holds the original starts of exceptions already applied,
 * which are skipped.
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
    ...(missed === 0 ? [] : [`${missed} changed or deleted occurrences of the series could not be copied.`]),
    ...leftOut([...done.values()]),
    ...(refused === 0 ? [] : [`${refused} files of single occurrences of the series could not be copied.`]),
  ];
}

/** What is said of parts that the server refused of changed occurrences. */
function leftOut(states: readonly OccurrenceState[]): string[] {
  const parts = states.flatMap(({ without }) => [...(without ?? [])].map(([part, code]) => omissionOf(part, code)));
  return [...Map.groupBy(parts, (said) => said)].map(([said, { length }]) => {
    const where = length === 1 ? 'One changed occurrence' : `${length} changed occurrences`;
    return `${where} of the series could not be copied whole. ${said}`;
  });
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
  const ids = await findOccurrences(connection, masterId, wanted, exceptions, signal).catch((error: unknown) => {
    if (isRefusedOperation(faultOf(error))) return new Map<number, string>();
    throw error;
  });
  let missed = wanted.size - ids.size;
  for (const start of exceptions.deleted) {
    const id = ids.get(start);
    if (id === undefined) continue;
    if (!(await remove(connection, id, signal))) missed += 1;
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
      const updated = await updateOccurrence(connection, update, signal);
      if ('fault' in updated) refused.push(update);
      else done.set(update.originalStart, { ...updated, refused: 0 });
    }
    if (refused.length === 0 || refused.length === waiting.length) return refused.length;
    waiting = refused;
  }
}

type Update = ItemUpdate & { originalStart: number };

/** Returns whether the server took it. */
async function remove(connection: Connection, id: string, signal: AbortSignal): Promise<boolean> {
  const body = (version: RequestVersion) => deleteItemsBody([id], 'HardDelete', version);
  // An occurrence that is gone is not found: done twice it would look like an omission.
  const call = { operation: 'DeleteItem', body, mutates: true, signal };
  const response = await connection.call(call).catch((error: unknown) => {
    if (isRefusedOperation(faultOf(error))) return undefined;
    throw error;
  });
  if (response === undefined) return false;
  const [message] = responseMessages(response);
  if (message === undefined) throw new FaultError(missingResult(connection));
  const fault = responseFault(message, connection.side);
  if (fault) requireRefusal(fault);
  return fault === undefined;
}

/** Ids of the occurrences that begin at these instants, found by counting through the series. */
async function findOccurrences(
  connection: Connection,
  masterId: string,
  wanted: ReadonlySet<number>,
  { nearby = new Map<number, number>() }: SeriesExceptions,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  const near = [...wanted].flatMap((listed): Near[] => {
    const at = nearby.get(listed);
    return at === undefined ? [] : [{ listed, at }];
  });
  const last = Math.max(...wanted, ...near.map(({ at }) => at + CLOCK_CHANGE_MS));
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
      const listed = wanted.has(start) ? start : listedStartOf(near, start);
      if (listed !== undefined) found.set(listed, id);
      if (start <= last) isPast = false;
    }
    if (isPast) break;
  }
  return found;
}

type Near = { listed: number; at: number };

/** More than clocks are ever set forth or back. */
const CLOCK_CHANGE_MS = 2 * 3_600_000;

/** The listed day of the occurrence that begins at an instant. */
function listedStartOf(near: readonly Near[], start: number): number | undefined {
  return near.find(({ at }) => Math.abs(at - start) <= CLOCK_CHANGE_MS)?.listed;
}
