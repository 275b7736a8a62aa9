import { EwsError } from '../operations/errors.ts';
import { exceptionTimes } from './calendar-fields.ts';
import type { Exception, Item } from './model.ts';
import { occurrenceView } from './occurrences.ts';
import { occurrences, seriesOf } from './recurrence.ts';

type Span = { start: number; end: number };

/** The occurrences on both sides of one, where they lie after their own exceptions; deleted ones don't count. */
function neighbours(item: Item, originalStart: number): { before?: Span; after?: Span } {
  const { exceptions = [], deleted = [] } = item.properties;
  const gone = new Set(deleted);
  const out: { before?: Span; after?: Span } = {};
  for (const each of occurrences(item)) {
    if (each.originalStart === originalStart || gone.has(each.originalStart)) continue;
    const exception = exceptions.find((one) => one.originalStart === each.originalStart);
    const span = exception ? exceptionTimes(item, exception) : each;
    if (each.originalStart > originalStart) return { ...out, after: span };
    out.before = span;
  }
  return out;
}

/** An occurrence stays between those on both sides of it. */
function checkPlace(item: Item, exception: Exception): void {
  const { start, end } = exceptionTimes(item, exception);
  if (end < start) throw new EwsError('ErrorCalendarEndDateIsEarlierThanStartDate');
  const { before, after } = neighbours(item, exception.originalStart);
  if ((before && start < before.end) || (after && end > after.start))
    throw new EwsError('ErrorOccurrenceCrossingBoundary');
}

const isSame = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Makes an exception of an occurrence, or changes one: what differs from the series is kept with it. */
export function changeOccurrence(item: Item, originalStart: number, change: (view: Item) => void): void {
  const view = structuredClone(occurrenceView(item, originalStart));
  const before = structuredClone(view.properties);
  change(view);
  const list = (item.properties.exceptions ??= []);
  let exception = list.find((each) => each.originalStart === originalStart);
  if (!exception) {
    exception = { originalStart, fields: {}, named: {} };
    list.push(exception);
    list.sort((a, b) => a.originalStart - b.originalStart);
  }
  const after = view.properties;
  for (const [name, value] of Object.entries(after.fields))
    if (!isSame(value, before.fields[name])) exception.fields[name] = value;
  for (const [name, value] of Object.entries(after.named))
    if (!isSame(value, before.named[name])) exception.named[name] = value;
  if (after.body && !isSame(after.body, before.body)) exception.body = after.body;
  if (view.subject !== item.subject) exception.fields['Subject'] = view.subject;
  checkPlace(item, exception);
}

/** Another pattern or another time of the day has other occurrences: exceptions and deletions of the old ones go. */
export function dropStrayExceptions(item: Item): void {
  const { properties } = item;
  if (!properties.exceptions && !properties.deleted) return;
  const marks = [...(properties.deleted ?? []), ...(properties.exceptions ?? []).map((each) => each.originalStart)];
  const last = Math.max(...marks);
  const starts = new Set<number>();
  if (seriesOf(properties.fields))
    for (const { originalStart } of occurrences(item)) {
      if (originalStart > last) break;
      starts.add(originalStart);
    }
  if (marks.every((mark) => starts.has(mark))) return;
  delete properties.exceptions;
  delete properties.deleted;
}
