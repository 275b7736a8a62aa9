import { EwsError } from '../errors.ts';
import { exceptionTimes } from './calendar-fields.ts';
import type { Item } from './model.ts';
import { expand } from './recurrence.ts';
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
    },
  };
}

/** Original start of the n-th occurrence, counted from 1. */
export function nthOccurrence(item: Item, index: number): number {
  const found = expand(item)[index - 1];
  if (!found) throw new EwsError('ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange');
  if (item.properties.deleted?.includes(found.originalStart))
    throw new EwsError('ErrorCalendarOccurrenceIsDeletedFromRecurrence');
  return found.originalStart;
}

/** What of an appointment lies in a span of time; single ones have no original start. */
export function occurrencesBetween(item: Item, from: number, to: number): { originalStart?: number; start: number }[] {
  const { fields, exceptions = [], deleted = [] } = item.properties;
  const start = parseInstant(fieldText(fields, 'Start') ?? '');
  const end = parseInstant(fieldText(fields, 'End') ?? '');
  if (!fields['Recurrence']) return start < to && (end > from || (start === end && start >= from)) ? [{ start }] : [];
  return expand(item, to + 366 * 86_400_000)
    .filter((each) => !deleted.includes(each.originalStart))
    .map((each) => {
      const exception = exceptions.find((one) => one.originalStart === each.originalStart);
      return exception ? { ...each, ...exceptionTimes(item, exception) } : each;
    })
    .filter((each) => each.start < to && each.end > from)
    .map(({ originalStart, start: at }) => ({ originalStart, start: at }));
}
