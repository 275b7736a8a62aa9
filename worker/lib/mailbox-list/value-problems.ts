import type { MailboxSide } from '../credential-request-facts.ts';
import { SIDES, isUnknownLogin } from '../credential-request-facts.ts';
import { isEmailAddress } from '../email-address.ts';
import { isReadableText } from '../plain-text.ts';
import { LANGUAGES } from '../mail/languages.ts';
import { MOST_TAGS, NOT_IN_TAGS, TAG_LIMIT, tagsIn } from '../mailbox-tags.ts';
import { WAVE_NAME_LIMIT } from '../wave-key.ts';
import { invisibleIn } from './clean-address.ts';
import type { ListField, ListRow } from './fields.ts';
import { FIELD_NAMES } from './fields.ts';
import type { RowProblem } from './verdicts.ts';

const LONGEST: Partial<Record<ListField, number>> = {
  sourceLogin: 320,
  destinationLogin: 320,
  sourcePassword: 1000,
  destinationPassword: 1000,
  contactName: 200,
  wave: WAVE_NAME_LIMIT,
};
/** What Excel makes of a number or a date, whatever stood there. */
const NUMBER = /^\d+$/;
const DATE = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/;

/** What is wrong with the values of a row by themselves. `given`: as the list has them; `row`: as they would be added. */
export function valueProblems(given: ListRow, row: ListRow): RowProblem[] {
  if (given.isBroken)
    return [
      {
        field: null,
        verdict: 'invalid',
        message: 'A quotation mark in this line is not closed, or stands inside a cell.',
      },
    ];
  return [
    ...SIDES.flatMap((side) => [...addressProblems(given, row, `${side}Email`), ...signInProblems(row, side)]),
    ...(given.contactEmail === undefined ? [] : addressProblems(given, row, 'contactEmail')),
    ...textProblems(row, 'contactName'),
    ...languageProblems(row),
    ...tagProblems(row),
    ...textProblems(row, 'wave'),
  ];
}

function addressProblems(
  given: ListRow,
  row: ListRow,
  field: 'sourceEmail' | 'destinationEmail' | 'contactEmail',
): RowProblem[] {
  const email = row[field] ?? '';
  const before = given[field] ?? '';
  const name = FIELD_NAMES[field];
  const wrong = (message: string): RowProblem[] => [{ field, verdict: 'invalid-address', message }];
  if (email === '') return field === 'contactEmail' ? [] : wrong(`The ${name} is missing.`);
  const unseen = invisibleIn(email);
  if (unseen) return wrong(`The ${name} has an invisible character inside (${unseen}).`);
  if (!isEmailAddress(email)) return wrong(`${email.slice(0, 100)} is not an e-mail address.`);
  const hidden = invisibleIn(before);
  // A destination that follows a pattern differs from the one in the list on purpose.
  if (hidden)
    return [{ field, verdict: null, message: `An invisible character (${hidden}) was removed from the ${name}.` }];
  return [];
}

function signInProblems(row: ListRow, side: MailboxSide): RowProblem[] {
  const field = `${side}Password` as const;
  const password = row[field];
  const problems = textProblems(row, `${side}Login`);
  if (password === undefined) return problems;
  const note = (message: string) => problems.push({ field, verdict: null, message });
  if (isUnknownLogin(row[`${side}Login`]))
    problems.push({ field, verdict: 'invalid', message: `There is a ${side} password, but its login is unknown.` });
  if (password.length > LONGEST[field]!)
    problems.push({
      field,
      verdict: 'invalid',
      message: `The ${side} password has more than ${String(LONGEST[field])} characters.`,
    });
  if (password !== password.trim()) note(`The ${side} password begins or ends with a space. It is used as it is.`);
  if (NUMBER.test(password) || DATE.test(password))
    note(`The ${side} password looks like a number or a date. A spreadsheet may have dropped zeros.`);
  return problems;
}

function textProblems(row: ListRow, field: 'sourceLogin' | 'destinationLogin' | 'contactName' | 'wave'): RowProblem[] {
  const text = row[field];
  if (text === undefined) return [];
  if (text.length > LONGEST[field]!)
    return [
      {
        field,
        verdict: 'invalid',
        message: `The ${FIELD_NAMES[field]} has more than ${String(LONGEST[field])} characters.`,
      },
    ];
  if (!isReadableText(text))
    return [
      {
        field,
        verdict: 'invalid',
        message: `The ${FIELD_NAMES[field]} has characters that change how others are shown.`,
      },
    ];
  const unseen = invisibleIn(text);
  if (!unseen) return [];
  return [
    {
      field,
      verdict: null,
      message: `The ${FIELD_NAMES[field]} has an invisible character (${unseen}). It is used as it is.`,
    },
  ];
}

function tagProblems({ tags = '' }: ListRow): RowProblem[] {
  const all = tagsIn(tags);
  const wrong = (message: string): RowProblem[] => [{ field: 'tags', verdict: 'invalid', message }];
  if (all.length > MOST_TAGS) return wrong(`A mailbox has at most ${String(MOST_TAGS)} tags.`);
  if (all.some((tag) => tag.length > TAG_LIMIT)) return wrong(`A tag has at most ${String(TAG_LIMIT)} characters.`);
  return all.some((tag) => NOT_IN_TAGS.test(tag)) ? wrong('A tag has an invisible character.') : [];
}

function languageProblems({ language }: ListRow): RowProblem[] {
  if (language === undefined || LANGUAGES.some((each) => each === language.trim().toLowerCase())) return [];
  return [
    {
      field: 'language',
      verdict: null,
      message: `The language ${language.slice(0, 20)} is not one of ${LANGUAGES.join(', ')}; the customer’s is used.`,
    },
  ];
}
