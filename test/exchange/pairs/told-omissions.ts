import type { Difference } from '../../sandbox/compare/compare.ts';
import type { Store } from '../../sandbox/store/store.ts';
import { parseId } from '../../sandbox/store/ids.ts';
import { getItem } from '../../sandbox/store/items.ts';
import type { SqliteLedger } from '../../fakes/sqlite-ledger.ts';

/** What is listed of an item: why it failed, or what did not come along. */
export type Told = ReadonlyMap<string, string>;

const nameOf = (itemClass: string, subject: string): string => `${itemClass} ${subject}`;

/** All that a pass listed, by class and subject of the item at the source. */
export function toldBy(ledger: SqliteLedger, source: Store): Map<string, string> {
  const told = new Map<string, string>();
  const rows = [
    ...ledger.sql.all('SELECT item AS id, message FROM losses WHERE item IS NOT NULL AND is_over = 0'),
    ...ledger.sql.all("SELECT id, fault AS message FROM items WHERE state = 'failed'"),
  ];
  for (const { id, message } of rows) {
    const item = getItem(source, parseId(String(id))?.item ?? 0);
    if (!item) continue;
    const name = nameOf(item.itemClass, item.subject);
    told.set(name, `${told.get(name) ?? ''} ${String(message)}`);
  }
  return told;
}

/** `field FileAsMapping` as an omission names it. */
const wordsOf = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

const SETS: Readonly<Record<string, string>> = {
  '00062008-0000-0000-c000-000000000046': 'Common',
  '00062004-0000-0000-c000-000000000046': 'Address',
  '00062003-0000-0000-c000-000000000046': 'Task',
  '00062002-0000-0000-c000-000000000046': 'Appointment',
  '6ed8da90-450b-101b-98da-00aa003f1305': 'Meeting',
  '00020329-0000-0000-c000-000000000046': 'PublicStrings',
};

/** The names that a field-by-field omission may have for a property that the comparer tells apart. */
function labelsOf(property: string): string[] {
  const field = /^field (\w+)$/.exec(property)?.[1];
  if (field) return [wordsOf(field)];
  const [, set = '', id] = /^named ([0-9a-f-]+)\|id:(\d+)\|/.exec(property) ?? [];
  if (id) return [`the property ${SETS[set] ?? set}/0x${Number(id).toString(16)}`];
  const tag = /^named (0x[0-9a-f]+)\|/i.exec(property)?.[1];
  if (tag) return [`the property ${tag}`];
  return { subject: ['subject'], messageId: ['internet message id'], body: ['body'] }[property] ?? [];
}

/** Omissions in words of their own, by what they cost. */
const IN_WORDS: readonly (readonly [property: RegExp, omission: RegExp])[] = [
  [/^(?:attachment \d+|exception )/, /attachment|attached|file/],
  [/^(?:named .*\|(?:Binary|BinaryArray)$|field (?:UID|RecurrenceId)$)/, /does not accept binary properties/],
  [/^field (?:From|Sender)$/, /The sender was left out|Its author/],
  [/^messageId$/, /its Message-ID/],
  [/^attachment \d+ item (?:messageId|field (?:From|Sender))$/, /Its author and its Message-ID/],
  [/^field Members$/, /does not show the members/],
  [/^field (?:Organizer|MyResponseType)$/, /as the organiser of the meeting/],
  [/^named 00062008-0000-0000-c000-000000000046\|id:34096\|String$/, /text of the follow-up flag/],
  [/^field (?:Recurrence|UID)$/, /which series the appointment belongs to/],
  [/^(?:deleted|exception .*)$/, /occurrences of the series|off by an hour when the clocks change/],
];

/** Whether a difference is in the list, with the item that has it. */
export function isTold({ kind, itemClass = '', subject = '', property = '' }: Difference, told: Told): boolean {
  const said = told.get(nameOf(itemClass, subject)) ?? '';
  if (kind === 'missing') return said.includes('"kind"');
  const names = namedIn(said);
  if (labelsOf(property).some((label) => names.has(label))) return true;
  return IN_WORDS.some(([form, omission]) => form.test(property) && omission.test(said));
}

/** The fields that omissions name one by one. */
function namedIn(said: string): Set<string> {
  const lists = said.matchAll(/The destination (?:did not keep|changed): ([^.]*)\./g);
  return new Set([...lists].flatMap(([, list = '']) => list.split(', ')));
}

/** What is listed of fields that came through all the same. */
export function untrue(told: Told, differences: readonly Difference[]): string[] {
  const lost = new Map<string, Set<string>>();
  for (const { itemClass = '', subject = '', property = '' } of differences) {
    const name = nameOf(itemClass, subject);
    lost.set(name, new Set([...(lost.get(name) ?? []), ...labelsOf(property)]));
  }
  return [...told].flatMap(([name, said]) =>
    [...namedIn(said)].filter((label) => !lost.get(name)?.has(label)).map((label) => `${name}: ${label}`),
  );
}
