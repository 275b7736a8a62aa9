import type { Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import { extendedValue, type ExtendedField } from '../operations/properties.ts';
import { attributeOf, child, childText, textOf, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import type { Omissions } from './attendant.ts';
import { fixedZones, offsetOf } from './fixed-zones.ts';
import { windowsZone } from './zone-names.ts';

/** PidLidAppointmentTimeZoneDefinitionStartDisplay and …EndDisplay: what Outlook 2007 and later keep. */
const START_DEFINITION: ExtendedField = { set: 'Appointment', id: 0x825e, type: 'Binary' };
const END_DEFINITION: ExtendedField = { set: 'Appointment', id: 0x825f, type: 'Binary' };
/** PidLidAppointmentTimeZoneDefinitionRecur: of a series. */
const SERIES_DEFINITION: ExtendedField = { set: 'Appointment', id: 0x8260, type: 'Binary' };
/** PidLidTimeZoneDescription: the name for people. */
const DESCRIPTION: ExtendedField = { set: 'Appointment', id: 0x8234, type: 'String' };

/** What is asked of servers that have no StartTimeZone, to know an appointment's time zone all the same. */
export const ZONE_FIELDS: readonly ExtendedField[] = [START_DEFINITION, END_DEFINITION, SERIES_DEFINITION, DESCRIPTION];

const LEFT_OUT = 'The time zone of the appointment was left out, because servers do not know it.';

/**
 * StartTimeZone and EndTimeZone of an appointment's copy. Zones that a server would refuse are replaced by other hints of
 * the item, the most exact first; servers before Exchange 2010 have neither element. Empty if nothing is known; a given
 * zone that is not understood is added to `omissions`.
 */
export function zonesOf(item: XmlElement, omissions: Omissions = []): Piece[] {
  const [start, end] = [child(item, 'StartTimeZone'), child(item, 'EndTimeZone')];
  const [first, last] = [start, end].map((given) => given && zoneAs(given.name, given));
  const saysZone = [start, end].some((given) => given && saysSomething(given));
  const isUnderstood = !end || last !== undefined || !saysSomething(end);
  if (first) {
    if (!isUnderstood) omissions.push('The time zone of the end was left out, because servers do not know it.');
    return [...first, ...(last ?? (end ? zoneAs('EndTimeZone', start as XmlElement) : undefined) ?? [])];
  }
  const others = otherZonesOf(item);
  if (others.length > 0) return others;
  if (saysZone) omissions.push(LEFT_OUT);
  const minutes = saysZone || end || start ? offsetOf(item) : undefined;
  return minutes === undefined ? [] : fixedZones(minutes);
}

/** An empty element says nothing of a zone. */
function saysSomething(zone: XmlElement): boolean {
  return zone.children.length > 0 || ['Id', 'Name'].some((name) => (attributeOf(zone, name) ?? '') !== '');
}

/**
 * A zone that servers accept: by Windows id, or by complete rules; otherwise undefined. An id that is not in the lists
 * here may come from a newer Windows.
 */
function zoneAs(element: string, given: XmlElement): Piece[] | undefined {
  if (given.children.length > 0 && isWhole(given)) return renamed(element, given);
  const [id = '', name = ''] = [attributeOf(given, 'Id'), attributeOf(given, 'Name')];
  const known = windowsZone(id) ?? windowsZone(name);
  if (given.children.length === 0 && (known === id || (known === undefined && MAY_BE_ID.test(id))))
    return renamed(element, given);
  return known === undefined ? undefined : [xml`<t:${element} Id="${known}"/>`];
}

/** Ids are English words. */
const MAY_BE_ID = /^[A-Za-z][\w .+()-]{0,100}$/;

function renamed(element: string, given: XmlElement): Piece[] {
  return rewrite({ ...given, name: element });
}

/** Whether each change names a period, and each span of years a group or period, that the definition has. */
function isWhole(zone: XmlElement): boolean {
  const inside = (name: string) => child(zone, name)?.children ?? [];
  const periods = new Set(inside('Periods').map((period) => attributeOf(period, 'Id')));
  const groups = new Set(inside('TransitionsGroups').map((group) => attributeOf(group, 'Id')));
  const leads = (transition: XmlElement) => {
    const to = child(transition, 'To');
    return (attributeOf(to, 'Kind') === 'Group' ? groups : periods).has(textOf(to).trim());
  };
  const changes = inside('TransitionsGroups').flatMap((group) => group.children);
  return inside('Transitions').length > 0 && [...inside('Transitions'), ...changes].every(leads);
}

/** Other hints of an item at its zone. */
function otherZonesOf(item: XmlElement): Piece[] {
  const series = keyName(extendedValue(item, SERIES_DEFINITION));
  const first = keyName(extendedValue(item, START_DEFINITION)) ?? series;
  if (first !== undefined) {
    const last = keyName(extendedValue(item, END_DEFINITION)) ?? first;
    return [xml`<t:StartTimeZone Id="${first}"/><t:EndTimeZone Id="${last}"/>`];
  }
  const meeting = child(item, 'MeetingTimeZone');
  const named = [attributeOf(meeting, 'TimeZoneName'), extendedValue(item, DESCRIPTION), childText(item, 'TimeZone')];
  const id = named.flatMap((name) => (name === undefined ? [] : (windowsZone(name) ?? []))).at(0);
  if (id !== undefined) return [xml`<t:StartTimeZone Id="${id}"/><t:EndTimeZone Id="${id}"/>`];
  const definition = meeting && definitionOf(meeting);
  if (definition === undefined) return [];
  return [xml`<t:StartTimeZone${definition}</t:StartTimeZone><t:EndTimeZone${definition}</t:EndTimeZone>`];
}

/** The Windows id in a time zone definition of MAPI, in base64 (MS-OXOCAL 2.2.1.41). */
function keyName(base64: string | undefined): string | undefined {
  if (base64 === undefined) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64.trim()), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
  const view = new DataView(bytes.buffer);
  if (bytes.length < 8 || (view.getUint16(4, true) & HAS_KEY_NAME) === 0) return undefined;
  const end = 8 + view.getUint16(6, true) * 2;
  if (end > bytes.length) return undefined;
  const name = new TextDecoder('utf-16le').decode(bytes.subarray(8, end)).replaceAll('\0', '');
  return windowsZone(name);
}

const HAS_KEY_NAME = 2;

/**
 * The zone of a MeetingTimeZone that describes itself, from behind the element's name on: attributes and content of
 * a definition of 2010. Undefined where it says too little.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/meetingtimezone
 */
function definitionOf(meeting: XmlElement): Xml | undefined {
  const base = minutesOf(childText(meeting, 'BaseOffset'));
  if (base === undefined) return undefined;
  const name = attributeOf(meeting, 'TimeZoneName') ?? 'Meeting';
  const period = (id: string, minutes: number) =>
    xml`<t:Period Bias="${minutes < 0 ? '-' : ''}PT${Math.abs(minutes)}M" Name="${id}" Id="${id}"/>`;
  const [standard, daylight] = [child(meeting, 'Standard'), child(meeting, 'Daylight')];
  const changes = [standard, daylight].map((change, index) => changeOf(change, index === 0 ? 'Standard' : 'Daylight'));
  const known = changes.filter((change) => change !== undefined);
  const hasChanges = known.length === changes.length;
  const periods = [period('Standard', base + (minutesOf(childText(standard, 'Offset')) ?? 0))];
  if (hasChanges) periods.push(period('Daylight', base + (minutesOf(childText(daylight, 'Offset')) ?? -60)));
  const inside = hasChanges ? known : xml`<t:Transition><t:To Kind="Period">Standard</t:To></t:Transition>`;
  return xml` Name="${name}" Id="${name}">
    <t:Periods>${periods}</t:Periods>
    <t:TransitionsGroups><t:TransitionsGroup Id="0">${inside}</t:TransitionsGroup></t:TransitionsGroups>
    <t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>`;
}

/** The yearly change to standard or daylight time. */
function changeOf(change: XmlElement | undefined, to: string): Xml | undefined {
  const rule = child(change, 'RelativeYearlyRecurrence');
  const month = MONTHS.indexOf(childText(rule, 'Month') ?? '') + 1;
  const occurrence = INDEXES[childText(rule, 'DayOfWeekIndex') ?? ''];
  const day = childText(rule, 'DaysOfWeek')?.trim();
  const time = /^(\d\d):(\d\d)/.exec(childText(change, 'Time') ?? '');
  if (month === 0 || occurrence === undefined || day === undefined || !time) return undefined;
  return xml`
    <t:RecurringDayTransition>
      <t:To Kind="Period">${to}</t:To>
      <t:TimeOffset>PT${Number(time[1]) * 60 + Number(time[2])}M</t:TimeOffset>
      <t:Month>${month}</t:Month>
      <t:DayOfWeek>${day}</t:DayOfWeek>
      <t:Occurrence>${occurrence}</t:Occurrence>
    </t:RecurringDayTransition>`;
}

export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
export const INDEXES: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };

/** Minutes of an xs:duration of hours and minutes. */
export function minutesOf(duration: string | undefined): number | undefined {
  const match = /^\s*(-)?P(?:0D)?T(?:(\d+)H)?(?:(\d+)M)?(?:0+(?:\.0+)?S)?\s*$/.exec(duration ?? '');
  if (!match) return /^\s*P0D\s*$/.test(duration ?? '') ? 0 : undefined;
  const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return match[1] ? -minutes : minutes;
}
