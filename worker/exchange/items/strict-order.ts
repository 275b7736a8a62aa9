import type { XmlElement } from '../xml/scan.ts';

/** Children of what items are made of, in the order of the schema; in no type does one come before an earlier one. */
const ORDER = new Map(
  [
    'ExtendedFieldURI Value Values',
    'Mailbox ResponseType LastResponseTime',
    'Name EmailAddress RoutingType MailboxType',
    'Street City State CountryOrRegion PostalCode',
    'Interval DaysOfWeek DayOfMonth DayOfWeekIndex Month FirstDayOfWeek',
    'RelativeYearlyRecurrence AbsoluteYearlyRecurrence RelativeMonthlyRecurrence AbsoluteMonthlyRecurrence',
    'WeeklyRecurrence DailyRecurrence DailyRegeneration WeeklyRegeneration MonthlyRegeneration YearlyRegeneration',
    'NoEndRecurrence EndDateRecurrence NumberedRecurrence',
    'StartDate EndDate NumberOfOccurrences',
  ]
    .flatMap((line) => line.split(' '))
    .map((name, index) => [name, index] as const),
);

/** Children in the order in which requests have them, where it is known of all. */
export function inStrictOrder(children: readonly XmlElement[]): readonly XmlElement[] {
  let last = -1;
  let isOrdered = true;
  for (const { name } of children) {
    const place = ORDER.get(name);
    if (place === undefined) return children;
    isOrdered &&= place >= last;
    last = place;
  }
  if (isOrdered) return children;
  return children.toSorted((left, right) => (ORDER.get(left.name) ?? 0) - (ORDER.get(right.name) ?? 0));
}

const RANGES: ReadonlySet<string> = new Set(['NoEndRecurrence', 'EndDateRecurrence', 'NumberedRecurrence']);

/** The day of a date that was written with a time, as some servers do in the range of a series; undefined for others. */
export function dayIn(range: string | undefined, { name }: XmlElement, text: () => string): string | undefined {
  if (range === undefined || !RANGES.has(range) || (name !== 'StartDate' && name !== 'EndDate')) return undefined;
  return /^\s*(\d{4}-\d{2}-\d{2})T/.exec(text())?.[1];
}
