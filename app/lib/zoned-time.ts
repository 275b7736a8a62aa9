import { toIsoSecond } from '../../worker/lib/clock.ts';
import type { ResolvedTime } from '../../worker/lib/zoned-time.ts';
import { resolveWallTime, wallTimeAt } from '../../worker/lib/zoned-time.ts';

/** A time on the wall and where the wall is; see `resolveWallTime`. */
export type ZonedTime = {
  /** `2026-11-29T22:30`; empty for none. */
  local: string;
  /** IANA name, such as `Europe/Zurich`. */
  zone: string;
};

/** What a zoned time means; undefined where there is no such time. */
export function resolveZoned({ local, zone }: ZonedTime): ResolvedTime | undefined {
  return resolveWallTime({ local, timeZone: zone });
}

/** The instant that a zoned time means, ISO 8601 in UTC; undefined where there is none. */
export function instantOfZoned(value: ZonedTime): string | undefined {
  const resolved = resolveZoned(value);
  return resolved && toIsoSecond(resolved.at);
}

/** What a clock in a zone shows at an instant, to the minute; an empty time for none. */
export function zonedOfInstant(instant: string, zone: string): ZonedTime {
  return { local: wallTimeAt(instant, zone), zone };
}
