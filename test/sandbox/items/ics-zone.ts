import type { Zone } from './time-zones.ts';
import { changesIn, type YearlyChange } from './zone-changes.ts';
import { offsetMinutes } from './time-zones.ts';

const pad = (number: number): string => String(number).padStart(2, '0');
const offset = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}${pad(Math.abs(minutes) % 60)}`;

function observance(change: YearlyChange): string[] {
  const name = change.after > change.before ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${name}`,
    `DTSTART:16010101T${pad(Math.floor(change.minute / 60))}${pad(change.minute % 60)}00`,
    `TZOFFSETFROM:${offset(change.before)}`,
    `TZOFFSETTO:${offset(change.after)}`,
    `RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=${change.occurrence}${change.weekday.slice(0, 2).toUpperCase()};BYMONTH=${change.month}`,
    `END:${name}`,
  ];
}

/** A zone as a VTIMEZONE, by the changes of a year; Exchange writes one rule for all years (MS-OXCICAL 2.1.3.1.1.19). */
export function zoneLines(id: string, clock: Zone, year: number): string[] {
  const changes = changesIn(clock, year).toSorted((a, b) => a.after - b.after);
  const steady = offset(offsetMinutes(Date.UTC(year, 0, 1), clock));
  const inner =
    changes.length === 2
      ? changes.flatMap(observance)
      : ['BEGIN:STANDARD', 'DTSTART:16010101T000000', `TZOFFSETFROM:${steady}`, `TZOFFSETTO:${steady}`, 'END:STANDARD'];
  return ['BEGIN:VTIMEZONE', `TZID:${id}`, ...inner, 'END:VTIMEZONE'];
}
