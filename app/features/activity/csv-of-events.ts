import { sentenceOf } from '../../../worker/lib/event-sentence.ts';
import { valueWords } from '../../../worker/lib/event-words.ts';
import type { Event } from '../../api.ts';
import { csvOf } from '../../../worker/lib/csv/write.ts';

const HEADING = ['Id', 'Date', 'Type', 'Actor', 'Actor Id', 'Subject', 'Subject Id', 'What happened', 'Changes'];

/** Events as a file for spreadsheets, one a line. */
export function csvOfEvents(events: readonly Event[]): string {
  return csvOf([
    HEADING,
    ...events.map((event) => [
      event.id,
      event.at,
      event.type,
      event.actor.name,
      event.actor.id ?? '',
      event.subject.name,
      event.subject.id,
      sentenceOf(event),
      event.changes.map(({ field, from, to }) => `${field}: ${valueWords(from)} → ${valueWords(to)}`).join('; '),
    ]),
  ]);
}
