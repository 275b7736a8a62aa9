import type { Piece } from '../xml/bytes.ts';
import { attributeOf, child, childText, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { offsetInName } from './zone-names.ts';

const DAY_MINUTES = 1440;
/** No clock is further ahead of UTC. */
const FURTHEST_MINUTES = 14 * 60;

/**
 * An appointment's offset from UTC in minutes if its zone is unknown: from the zone's name, or from an all-day event,
 * which begins at local midnight and would shift to another day in UTC. Undefined if nothing shows it, and for UTC.
 */
export function offsetOf(item: XmlElement): number | undefined {
  const zone = child(item, 'StartTimeZone');
  const named = ['Id', 'Name'].flatMap((name) => offsetInName(attributeOf(zone, name) ?? '') ?? []).at(0);
  if (named !== undefined) return named || undefined;
  const start = Date.parse(childText(item, 'Start') ?? '');
  if (childText(item, 'IsAllDayEvent')?.trim() !== 'true' || Number.isNaN(start)) return undefined;
  const minutes = (DAY_MINUTES - (Math.round(start / 60_000) % DAY_MINUTES)) % DAY_MINUTES;
  return (minutes > FURTHEST_MINUTES ? minutes - DAY_MINUTES : minutes) || undefined;
}

/** StartTimeZone and EndTimeZone of a clock that never changes. */
export function fixedZones(minutes: number): Piece[] {
  const bias = `${minutes > 0 ? '-' : ''}PT${Math.abs(minutes)}M`;
  const inside = xml` Name="Fixed" Id="Fixed">
    <t:Periods><t:Period Bias="${bias}" Name="Standard" Id="Standard"/></t:Periods>
    <t:TransitionsGroups>
      <t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">Standard</t:To></t:Transition></t:TransitionsGroup>
    </t:TransitionsGroups>
    <t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>`;
  return [xml`<t:StartTimeZone${inside}</t:StartTimeZone><t:EndTimeZone${inside}</t:EndTimeZone>`];
}
