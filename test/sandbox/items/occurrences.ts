import { EwsError } from '../operations/errors.ts';
import { exceptionTimes } from './calendar-fields.ts';
import type { Item } from './model.ts';
import { expand, occurrences } from './recurrence.ts';
import { fieldText, isoSeconds, parseInstant } from './values.ts';

/** One occurrence of a series as an item: the master's fields with its own times and the exception's changes. */
export function occurrenceView(item: Item, originalStart: number): Item {
  const { fields, named, exceptions, deleted } = item.properties;
  if (deleted?.includes(originalStart)) throw new EwsError('ErrorCalendarOccurrenceIsDeletedFromRecurrence');
  const exception = exceptions?.find((each) => each.originalStart === originalStart);
  const occurrence = expand(item, originalStart).find((each) => each.originalStart === originalStart);
  if (!exception && !occurrence) throw new EwsError('ErrorItemNotFound');
  const times = exception ? exceptionTimes(item, exception) : (occurrence ?? { start: 0, end: 0 });
  const { Subject, ...changed } = exception?.fields ?? {};
  return {
    ...item,
    subject: typeof Subject === 'string' ? Subject : item.subject,
    properties: {
      ...item.properties,
      fields: { ...fields, ...changed, Start: isoSeconds(times.start), End: isoSeconds(times.end) },
      named: { ...named, ...exception?.named },
      ...(exception?.body ? { body: exception.body } : {}),
    },
  };
}

/** Original start of the n-th occurrence, counted from 1; deleted ones keep their number. */
export function nthOccurrence(item: Item, index: number): number {
  if (index > 0)
    for (const { index: number, originalStart } of occurrences(item)) {
      if (number < index) continue;
      if (item.properties.deleted?.includes(originalStart))
        throw new EwsError('ErrorCalendarOccurrenceIsDeletedFromRecurrence');
      return originalStart;
    }
  throw new EwsError('ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange');
}

/** What of an appointment lies in a span of time; single ones have no original start. */
export function occurrencesBetween(item: Item, from: number, to: number): { originalStart?: number; start: number }[] {
  const { fields, exceptions = [], deleted = [] } = item.properties;
  const overlaps = ({ start, end }: { start: number; end: number }): boolean =>
    start < to && (end > from || (start === end && start >= from));
  if (!fields['Recurrence']) {
    const single = {
      start: parseInstant(fieldText(fields, 'Start') ?? ''),
      end: parseInstant(fieldText(fields, 'End') ?? ''),
    };
    return overlaps(single) ? [{ start: single.start }] : [];
  }
  // Exceptions lie where they were moved to, also from beyond the span.
  const moved = exceptions.map((each) => ({ originalStart: each.originalStart, ...exceptionTimes(item, each) }));
  const elsewhere = new Set([...deleted, ...exceptions.map((each) => each.originalStart)]);
  return [...expand(item, to).filter((each) => !elsewhere.has(each.originalStart)), ...moved]
    .filter(overlaps)
    .map(({ originalStart, start }) => ({ originalStart, start }));
}
