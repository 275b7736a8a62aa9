import { LANGUAGES } from '../mail/languages.ts';
import type { Language } from '../mail/languages.ts';
import type { ListField, ListRow } from './fields.ts';

/** A mailbox as a request adds it; its tags are one text. */
export type ListedMailbox = { sourceEmail: string; destinationEmail: string; language?: Language } & Partial<
  Record<Exclude<ListField, 'sourceEmail' | 'destinationEmail' | 'language' | 'type'>, string>
>;

const OPTIONAL = [
  'sourceLogin',
  'sourcePassword',
  'destinationLogin',
  'destinationPassword',
  'contactEmail',
  'contactName',
  'tags',
  'wave',
] as const;

/** The mailbox of a row that has been judged and is not refused. */
export function mailboxOf(row: ListRow): ListedMailbox {
  const mailbox: ListedMailbox = { sourceEmail: row.sourceEmail ?? '', destinationEmail: row.destinationEmail ?? '' };
  for (const field of OPTIONAL) if (row[field]) mailbox[field] = row[field];
  const language = LANGUAGES.find((each) => each === row.language?.trim().toLowerCase());
  return language ? { ...mailbox, language } : mailbox;
}
