import { attributeOf, child, childText, textOf, type XmlElement } from '../xml/scan.ts';
import { xml, type Xml } from '../xml/template.ts';
import { windowsZone } from './zone-names.ts';
import { INDEXES, minutesOf, MONTHS } from './zones.ts';

/**
 * MeetingTimeZone of an appointment that is written for Exchange 2007, which knows no StartTimeZone: by the Windows id,
 * as it prefers since SP1, else by its rules where they are one rule for each year. Undefined for all else.
 * https://learn.microsoft.com/archive/blogs/mstehle/ews-exchange-2007-rtm-vs-sp1-specifying-meetingtimezones-timezonename-when-creating-an-appointment
 */
export function meetingZoneOf(item: XmlElement): Xml | undefined {
  const zone = child(item, 'StartTimeZone');
  if (zone === undefined) return undefined;
  const [id = '', name = ''] = [attributeOf(zone, 'Id'), attributeOf(zone, 'Name')];
  const known = windowsZone(id) ?? windowsZone(name);
  if (known !== undefined) return xml`<t:MeetingTimeZone TimeZoneName="${known}"/>`;
  const rules = rulesOf(zone, Date.parse(childText(item, 'Start') ?? ''));
  return rules && xml`<t:MeetingTimeZone TimeZoneName="${name || id}">${rules}</t:MeetingTimeZone>`;
}

/** Whether the end has a zone of its own, which a MeetingTimeZone cannot express. */
export function endsElsewhere(item: XmlElement): boolean {
  const [start, end] = ['StartTimeZone', 'EndTimeZone'].map((name) => child(item, name));
  return end !== undefined && attributeOf(start, 'Id') !== attributeOf(end, 'Id');
}

type Period = { id: string; bias: number };

/** BaseOffset, and Standard and Daylight where the clocks change; `startAt` in epoch ms. */
function rulesOf(zone: XmlElement, startAt: number): Xml | undefined {
  const inside = (name: string) => child(zone, name)?.children ?? [];
  const spans = inside('Transitions');
  const last = spans.at(-1);
  // The rules of the years before would be lost.
  const since = Date.parse(childText(last, 'DateTime') ?? '');
  if (!last || (spans.length > 1 && !(since <= startAt))) return undefined;
  const target = textOf(child(last, 'To')).trim();
  const group = inside('TransitionsGroups').find((each) => attributeOf(each, 'Id') === target);
  const periods = inside('Periods').flatMap((each): Period[] => {
    const bias = minutesOf(attributeOf(each, 'Bias'));
    return bias === undefined ? [] : [{ id: attributeOf(each, 'Id') ?? '', bias }];
  });
  const periodOf = (change: XmlElement | undefined) => {
    const to = change && textOf(child(change, 'To')).trim();
    return periods.find(({ id }) => id === to);
  };
  const changes = group?.children ?? [last];
  const [first, second] = changes.map(periodOf);
  if (changes.length === 1 && first) return xml`<t:BaseOffset>${durationOf(first.bias)}</t:BaseOffset>`;
  if (changes.length !== 2 || !first || !second) return undefined;
  const [standard, daylight] = first.bias >= second.bias ? [0, 1] : [1, 0];
  const base = Math.max(first.bias, second.bias);
  const ends = [
    changeOf('Standard', changes[standard], 0),
    changeOf('Daylight', changes[daylight], Math.min(first.bias, second.bias) - base),
  ];
  return ends.includes(undefined) ? undefined : xml`<t:BaseOffset>${durationOf(base)}</t:BaseOffset>${ends as Xml[]}`;
}

function changeOf(name: string, change: XmlElement | undefined, offset: number): Xml | undefined {
  const index = Object.entries(INDEXES).find(([, number]) => number === Number(childText(change, 'Occurrence')))?.[0];
  const month = MONTHS[Number(childText(change, 'Month')) - 1];
  const minutes = minutesOf(childText(change, 'TimeOffset'));
  const day = childText(change, 'DayOfWeek')?.trim();
  if (change?.name !== 'RecurringDayTransition' || !index || !month || !day || minutes === undefined) return undefined;
  if (minutes < 0 || minutes >= 1440) return undefined;
  const [hours = '', rest = ''] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return xml`
    <t:${name}>
      <t:Offset>${durationOf(offset)}</t:Offset>
      <t:RelativeYearlyRecurrence>
        <t:DaysOfWeek>${day}</t:DaysOfWeek>
        <t:DayOfWeekIndex>${index}</t:DayOfWeekIndex>
        <t:Month>${month}</t:Month>
      </t:RelativeYearlyRecurrence>
      <t:Time>${hours}:${rest}:00</t:Time>
    </t:${name}>`;
}

const durationOf = (minutes: number): string => `${minutes < 0 ? '-' : ''}PT${Math.abs(minutes)}M`;
