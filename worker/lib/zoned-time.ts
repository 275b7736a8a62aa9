import { Temporal } from 'temporal-polyfill';

/** A time on the wall and where the wall is; the instant it means depends on the rules of the zone. */
export type WallTime = {
  /** `2026-11-29T22:30`, without an offset. */
  local: string;
  /** As IANA names it, such as `Europe/Zurich`. */
  timeZone: string;
};

/** `exact`: there is one such moment. `skipped`: clocks go forward over it. `repeated`: clocks go back, it comes twice. */
export type WallTimeCase = 'exact' | 'skipped' | 'repeated';

export type ResolvedTime = {
  /** Epoch milliseconds. */
  at: number;
  case: WallTimeCase;
  /** What clocks show at that moment, to the minute. */
  shownAs: string;
};

const TO_THE_MINUTE = '2026-11-29T22:30'.length;

/**
 * The moment that a time on the wall means; undefined where it is no time or no zone. Of an hour that comes twice the first
 * counts; a time that is skipped counts from the offset before the change, so clocks show a later time then. That is what
 * RFC 5545 has calendars do.
 */
export function resolveWallTime({ local, timeZone }: WallTime): ResolvedTime | undefined {
  try {
    const wall = Temporal.PlainDateTime.from(local, { overflow: 'reject' });
    const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    const last = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
    const meant = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
    const isSkipped = !meant.toPlainDateTime().equals(wall);
    return {
      at: meant.epochMilliseconds,
      case: first.equals(last) ? 'exact' : isSkipped ? 'skipped' : 'repeated',
      shownAs: meant.toPlainDateTime().toString().slice(0, TO_THE_MINUTE),
    };
  } catch {
    return undefined;
  }
}

/** The same time of day some days earlier, whatever clocks do in between. */
export function daysBefore({ local, timeZone }: WallTime, days: number): WallTime {
  return { local: Temporal.PlainDateTime.from(local).subtract({ days }).toString().slice(0, TO_THE_MINUTE), timeZone };
}

/** What a clock in a zone shows at an instant, ISO 8601, to the minute; an empty text for none. */
export function wallTimeAt(instant: string, timeZone: string): string {
  if (instant === '') return '';
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString()
    .slice(0, TO_THE_MINUTE);
}
