import { once } from './once.ts';
import { readersZone } from './readers-zone.ts';

/** How a time zone is written. */
export const zoneLabel = (zone: string): string => zone.replaceAll('_', ' ');

/** The time zones that this browser knows, as choices. It takes a slow phone long to list them: only to choose one. */
export const timeZoneChoices = once(() =>
  // A browser may be in a zone that it does not list, by an older name.
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), readersZone()])].map((zone) => ({
    value: zone,
    label: zoneLabel(zone),
  })),
);
