import { Temporal } from 'temporal-polyfill';

/** A time on the wall and where the wall is; the instant it means depends on the rules of the zone. */
export type ZonedTime = {
  /** `2026-11-29T22:30`; empty for none. */
  local: string;
  /** IANA name, such as `Europe/Zurich`. */
  zone: string;
};

/**
 * The instant that a zoned time means, ISO 8601 in UTC; undefined where there is none. Of an hour that comes twice the
 * first counts; in one that is skipped the clock has moved on.
 */
export function instantOfZoned({ local, zone }: ZonedTime): string | undefined {
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return undefined;
  }
}

/** What a clock in a zone shows at an instant, to the minute; an empty time for none. */
export function zonedOfInstant(instant: string, zone: string): ZonedTime {
  const local = instant && Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime().toString();
  return { local: local.slice(0, '2026-11-29T22:30'.length), zone };
}
