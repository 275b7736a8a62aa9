import { itemFromMime } from '../items/mime-item.ts';
import type { NewAttachment, Properties } from '../items/model.ts';
import { isoSeconds } from '../items/values.ts';
import { type FillerKind, LINE_BYTES, writeFiller } from './filler.ts';
import { addressFor, categoriesOf, fill, languageOf, type World } from './mail.ts';
import { encodeHeader, mailbox, textPart } from './write-mail.ts';

/** A message but for its number, its dates and its filler. All three have a fixed place, the first two a fixed width. */
export type Template = {
  head: Buffer;
  tail: Buffer;
  filler: FillerKind;
  /** Where the number stands in the head. */
  numbers: readonly number[];
  /** Where dates stand, and how many seconds they are after the message was sent. */
  dates: readonly { at: number; later: number }[];
  fromMe: boolean;
  itemClass: string;
  subject: string;
  messageId: string;
  /** With one line of filler. */
  properties: Properties;
  attachments: NewAttachment[];
};

export const NUMBER_WIDTH = 7;
export const NO_NUMBER = '0'.repeat(NUMBER_WIDTH);
const NO_DATE = 'Thu, 01 Jan 1970 00:00:00 +0000';
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

/** An RFC 5322 date that is always as wide. */
export function fixedDate(seconds: number): string {
  const at = new Date(seconds * 1000);
  return `${DAYS[at.getUTCDay()]}, ${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}

type Shape = 'text' | 'html' | 'file';

/** One letter of a mailbox's world; `isLarge` ones have a file that may grow without end. */
export function makeTemplate(world: World, fromMe: boolean, isLarge: boolean): Template {
  const { random } = world;
  const language = languageOf(world);
  const charset = random.pick(language.charsets);
  const person = random.pick(language.people);
  const shape: Shape = isLarge ? 'file' : random.pick(['text', 'html', 'html', 'file']);
  const me = mailbox(world.name, world.email, charset);
  const other = mailbox(person, addressFor(person), charset);
  const prefix = random.chance(0.3) ? random.pick(['Re: ', 'AW: ', 'FW: ']) : '';
  const subject = prefix + fill(random, random.pick(language.subjects), person);
  let head = fromMe
    ? ''
    : `Received: from relay.example.org by mx.sandbox.example with ESMTP id ${random.hex(10)};\r\n\t${NO_DATE}\r\n`;
  head += `Date: ${NO_DATE}\r\nFrom: ${fromMe ? me : other}\r\nTo: ${fromMe ? other : me}\r\n`;
  if (random.chance(0.3)) {
    const copies = random.some(language.people, random.between(1, 3));
    head += `Cc: ${copies.map((each) => mailbox(each, addressFor(each), charset)).join(',\r\n\t')}\r\n`;
  }
  head += `Subject: ${encodeHeader(subject, charset)} ${NO_NUMBER}\r\nMessage-ID: <${NO_NUMBER}.${random.hex(20)}@mail.example.org>\r\n`;
  if (prefix) head += `In-Reply-To: <${random.hex(20)}@mail.example.org>\r\n`;
  if (random.chance(0.08)) head += 'Importance: high\r\n';
  head += 'MIME-Version: 1.0\r\n';
  const paragraphs = random.some(language.paragraphs, 3).map((each) => fill(random, each, person));
  const greeting = fill(random, language.greeting, person);
  const plain = [greeting, '', ...paragraphs, '', language.closing, world.name].join('\r\n');
  const edge = `----=_Part_${random.hex(16)}`;
  const start = `Content-Type: multipart/${shape === 'file' ? 'mixed' : 'alternative'};\r\n\tboundary="${edge}"\r\n\r\n--${edge}\r\n`;
  const text = textPart(random, 'plain', plain, charset);
  let tail = `\r\n--${edge}--\r\n`;
  if (shape === 'text') {
    head += `Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\nHello,\r\n\r\n`;
    tail = '';
  } else if (shape === 'html') {
    head += `${start}${text}\r\n--${edge}\r\nContent-Type: text/html; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<html><body><p>${random.hex(6)}</p>\r\n<pre>\r\n`;
    tail = `</pre></body></html>\r\n--${edge}--\r\n`;
  } else {
    const name = `archive-${random.between(100, 9999)}.${random.pick(['zip', 'pdf', 'docx'])}`;
    head += `${start}${text}\r\n--${edge}\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  }
  const headBytes = Buffer.from(head, 'latin1');
  const filler: FillerKind = shape === 'file' ? 'base64' : 'text';
  const line = Buffer.alloc(LINE_BYTES);
  writeFiller(filler, 0, 0, LINE_BYTES, line, 0);
  const tailBytes = Buffer.from(tail, 'latin1');
  const item = itemFromMime(Buffer.concat([headBytes, line, tailBytes]), 0);
  if (random.chance(0.15)) item.properties.fields['Categories'] = categoriesOf(random.some(language.categories, 1));
  if (random.chance(0.1))
    item.properties.fields['Flag'] = {
      c: [
        ['FlagStatus', 'Complete'],
        ['CompleteDate', isoSeconds(world.now)],
      ],
    };
  if (random.chance(0.2)) item.properties.named['0x1080|Integer'] = String(random.pick([256, 261, 262]));
  return {
    head: headBytes,
    tail: tailBytes,
    filler,
    numbers: placesOf(head, NO_NUMBER),
    dates: placesOf(head, NO_DATE).map((at, index) => ({ at, later: !fromMe && index === 0 ? 2 : 0 })),
    fromMe,
    itemClass: item.itemClass,
    subject: item.subject,
    messageId: item.messageId ?? '',
    properties: item.properties,
    attachments: item.attachments,
  };
}
