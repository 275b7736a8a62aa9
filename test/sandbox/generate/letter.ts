import type { MimeRange, NewAttachment, Properties } from '../items/model.ts';
import { LINE_BYTES, writeFiller } from './filler.ts';
import { fixedDate, makeTemplate, NO_NUMBER, NUMBER_WIDTH, type Template } from './letter-template.ts';
import type { World } from './mail.ts';
import { Random } from './random.ts';
import { LANGUAGES } from './texts.ts';

/**
 * A message that is not stored but made whenever it is read, from a template of its mailbox and a few numbers. The
 * same letter gives the same bytes, in every process.
 */
export type Letter = {
  seed: string;
  email: string;
  /** Code of the mailbox's language. */
  language: string;
  template: number;
  /** Of this letter within its mailbox; below ten million. */
  number: number;
  /** When it was sent, whole seconds since 1970. */
  sentAt: number;
  /** Lines of filler, at least one. */
  lines: number;
};

const TEMPLATES = 32;
/** The last templates are the ones that may be of any size. */
const LARGE = 4;
const FROM_ME = 8;

export const letterText = (letter: Letter): string =>
  JSON.stringify([
    letter.seed,
    letter.email,
    letter.language,
    letter.template,
    letter.number,
    letter.sentAt,
    letter.lines,
  ]);

export function parseLetter(text: string): Letter {
  const [seed, email, language, template, number, sentAt, lines] = JSON.parse(text) as [
    string,
    string,
    string,
    number,
    number,
    number,
    number,
  ];
  return { seed, email, language, template, number, sentAt, lines };
}

type Made = Template & { json: string; jsonBytes: number };

const sets = new Map<string, Made[]>();
// Each takes some 150 KB.
const MAX_SETS = 64;

function templatesOf({ seed, email, language: code }: Pick<Letter, 'seed' | 'email' | 'language'>): Made[] {
  const key = `${seed}\n${email}\n${code}`;
  let set = sets.get(key);
  if (set) return set;
  const random = new Random(`${seed}|${email}|letters`);
  const language = LANGUAGES.find((each) => each.code === code) ?? random.pick(LANGUAGES);
  const world: World = { random, email, name: random.pick(language.people), now: Date.UTC(2026, 9, 1), language };
  set = Array.from({ length: TEMPLATES }, (_, index) => {
    const template = makeTemplate(world, index < FROM_ME, index >= TEMPLATES - LARGE);
    const json = JSON.stringify(template.properties);
    return { ...template, json, jsonBytes: Buffer.byteLength(json) };
  });
  // The oldest goes; it is made again when it is asked for.
  if (sets.size >= MAX_SETS) sets.delete(sets.keys().next().value as string);
  sets.set(key, set);
  return set;
}

const templateOf = (letter: Letter): Made => templatesOf(letter)[letter.template] as Made;

/** A template for a letter; `isLarge` for one of megabytes. */
export function pickTemplate(random: Random, fromMe: boolean, isLarge: boolean): number {
  if (isLarge) return TEMPLATES - 1 - (random.next() % LARGE);
  return fromMe ? random.next() % FROM_ME : FROM_ME + (random.next() % (TEMPLATES - FROM_ME - LARGE));
}

/** Lines of filler for a message of about so many bytes. */
export function linesFor(letter: Omit<Letter, 'lines'>, bytes: number): number {
  const { head, tail } = templateOf({ ...letter, lines: 1 });
  return Math.max(1, Math.floor((bytes - head.length - tail.length) / LINE_BYTES));
}

export function letterBytes(letter: Letter): number {
  const { head, tail } = templateOf(letter);
  return head.length + letter.lines * LINE_BYTES + tail.length;
}

const numbered = (text: string, number: number): string =>
  text.replace(NO_NUMBER, String(number).padStart(NUMBER_WIDTH, '0'));

// Only what holds the filler ends behind the head's end and the first line.
function grow<T extends MimeRange | undefined>(range: T, { head }: Template, lines: number): T {
  if (range && range.end > head.length) range.end += (lines - 1) * LINE_BYTES;
  return range;
}

/** What the item's row holds besides its properties. */
export function letterFacts(letter: Letter): {
  itemClass: string;
  subject: string;
  messageId: string;
  receivedAt: number;
  sentAt: number;
} {
  const { itemClass, subject, messageId, fromMe } = templateOf(letter);
  const sentAt = letter.sentAt * 1000;
  return {
    itemClass,
    subject: numbered(subject, letter.number),
    messageId: numbered(messageId, letter.number),
    sentAt,
    receivedAt: fromMe ? sentAt : sentAt + 2000,
  };
}

/** The item's properties, fresh each time. */
export function letterProperties(letter: Letter): Properties {
  const template = templateOf(letter);
  const properties = JSON.parse(template.json) as Properties;
  grow(properties.text, template, letter.lines);
  grow(properties.html, template, letter.lines);
  return properties;
}

/** Bytes of the properties as JSON, without making them. */
export function letterPropertiesBytes(letter: Letter): number {
  const template = templateOf(letter);
  let bytes = template.jsonBytes;
  for (const range of [template.properties.text, template.properties.html])
    if (range) bytes += String(grow({ ...range }, template, letter.lines).end).length - String(range.end).length;
  return bytes;
}

export function letterAttachments(letter: Letter): NewAttachment[] {
  const template = templateOf(letter);
  return template.attachments.map((each) => {
    const range = grow(each.range && { ...each.range }, template, letter.lines);
    return { ...each, ...(range ? { range, sizeBytes: range.end - range.start } : {}) };
  });
}

const PIECE_BYTES = 1 << 18;

function headOf(letter: Letter): Buffer {
  const { head, numbers, dates } = templateOf(letter);
  const own = Buffer.from(head);
  const number = String(letter.number).padStart(NUMBER_WIDTH, '0');
  for (const at of numbers) own.write(number, at, 'latin1');
  for (const { at, later } of dates) own.write(fixedDate(letter.sentAt + later), at, 'latin1');
  return own;
}

/** The bytes `start` to `end` of the message, in pieces of at most 256 KB. */
export function* letterContent(letter: Letter, start = 0, end = Infinity): Generator<Buffer> {
  const { tail, filler } = templateOf(letter);
  const head = headOf(letter);
  const fillEnd = head.length + letter.lines * LINE_BYTES;
  const until = Math.min(end, fillEnd + tail.length);
  for (let from = start; from < until; from += PIECE_BYTES) {
    const to = Math.min(from + PIECE_BYTES, until);
    const piece = Buffer.allocUnsafe(to - from);
    if (from < head.length) head.copy(piece, 0, from, Math.min(to, head.length));
    const [first, last] = [Math.max(from, head.length), Math.min(to, fillEnd)];
    if (first < last) writeFiller(filler, letter.number, first - head.length, last - head.length, piece, first - from);
    if (to > fillEnd) tail.copy(piece, Math.max(0, fillEnd - from), Math.max(0, from - fillEnd), to - fillEnd);
    yield piece;
  }
}
