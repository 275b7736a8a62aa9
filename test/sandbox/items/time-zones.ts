import { findWindows } from 'windows-iana';
import type { ZoneRule } from './zone-rules.ts';
import { ZONE_TABLE } from './zone-table.ts';

/** Windows time zone id → IANA name and display name, in the order in which a server lists them. */
export const ZONES: Readonly<Record<string, readonly [iana: string, name: string]>> = Object.fromEntries(
  ZONE_TABLE.trim()
    .split('\n')
    .map((line) => {
      const [id = '', iana = '', name = ''] = line.split('|');
      return [id, [iana, name]];
    }),
);

const formats = new Map<string, Intl.DateTimeFormat>();

function format(iana: string): Intl.DateTimeFormat {
  let made = formats.get(iana);
  if (!made) {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(iana, made);
  }
  return made;
}

/** IANA name of a Windows or IANA zone; undefined for unknown ones. Windows ids have no case. */
export function knownIana(zone: string): string | undefined {
  const known = ZONES[zone] ?? WITHOUT_CASE.get(zone.toLowerCase());
  if (known) return known[0];
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Whether Windows has a zone of that id, in any case. */
export const isWindowsZone = (id: string): boolean => ZONES[id] !== undefined || WITHOUT_CASE.has(id.toLowerCase());

const WITHOUT_CASE = new Map(Object.entries(ZONES).map(([id, zone]) => [id.toLowerCase(), zone]));
const ianas = new Map<string, string>();

/** IANA name of a Windows or IANA zone; UTC for what is unknown. */
function ianaOf(zone: string | undefined): string {
  if (!zone) return 'UTC';
  let iana = ianas.get(zone);
  if (iana === undefined) ianas.set(zone, (iana = knownIana(zone) ?? 'UTC'));
  return iana;
}

/** The Windows id for an IANA name, where there is one. */
export function windowsOf(iana: string): string | undefined {
  if (ZONES[iana]) return iana;
  return findWindows(iana)[0] ?? Object.keys(ZONES).find((id) => ZONES[id]?.[0] === iana);
}

/** A Windows or IANA name, or a clock that a request described; none is UTC. */
export type Zone = string | ZoneRule | undefined;

/** An instant as the clock on the wall, in milliseconds as if that clock were UTC. */
export function toLocal(time: number, zone: Zone): number {
  if (typeof zone === 'object') return time + zone.offsetAt(time);
  const iana = ianaOf(zone);
  return iana === 'UTC' ? time : time + offsetAt(time, iana);
}

const DAY = 86_400_000;
const QUARTER = 900_000;
const offsets = new Map<string, Map<number, number>>();

/** Asking Intl is slow: offsets are kept by the quarter of an hour, on which alone they change, and by the day. */
function offsetAt(time: number, iana: string): number {
  const known = offsets.get(iana) ?? new Map<number, number>();
  offsets.set(iana, known);
  const at = (quarter: number): number => {
    let offset = known.get(quarter);
    if (offset === undefined) known.set(quarter, (offset = localClock(quarter, iana) - quarter));
    return offset;
  };
  const day = Math.floor(time / DAY) * DAY;
  const start = at(day);
  return start === at(day + DAY) ? start : at(Math.floor(time / QUARTER) * QUARTER);
}

function localClock(time: number, iana: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of format(iana).formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which the clock on the wall shows this. Of two it is the first; a time that the clock leaves out in
 * spring is as long after the change as it says.
 */
export function fromLocal(local: number, zone: Zone): number {
  const before = toLocal(local - DAY, zone) - (local - DAY);
  const guess = local - before;
  if (toLocal(guess, zone) === local) return guess;
  const after = toLocal(local + DAY, zone) - (local + DAY);
  return toLocal(local - after, zone) === local ? local - after : guess;
}

/** Offset from UTC in minutes at an instant. */
export const offsetMinutes = (time: number, zone: Zone): number => Math.round((toLocal(time, zone) - time) / 60_000);
