import { itemFromMime } from '../items/mime-item.ts';
import type { NewItem, Value } from '../items/model.ts';
import { offsetMinutes } from '../items/time-zones.ts';
import { isoSeconds } from '../items/values.ts';
import { fileOf, pngOf } from './files.ts';
import type { Random } from './random.ts';
import { LANGUAGES, type Language } from './texts.ts';
import { encodeHeader, filePart, mailbox, mailDate, multipart, textPart } from './write-mail.ts';

export type World = {
  random: Random;
  /** The mailbox's owner. */
  email: string;
  name: string;
  /** Instants lie in the years before this one. */
  now: number;
  language: Language;
};

const DOMAINS = ['north-harbour.example', 'zeitwerk.example', 'example.org', 'atelier-dupre.example', 'bücher.example'];

/** Fills `{n}` and `{p}`. */
export const fill = (random: Random, text: string, person: string): string =>
  text.replace(/\{n\}/g, () => String(random.between(2, 9999))).replaceAll('{p}', person);

/** An address for a name, the same for the same name. */
export function addressFor(name: string): string {
  let hash = 7;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.');
  return `${plain || `user${hash % 1000}`}@${DOMAINS[hash % 4]}`;
}

/** Mostly the mailbox's own language, at times another. */
export const languageOf = ({ random, language }: World): Language =>
  random.chance(0.7) ? language : random.pick(LANGUAGES);

function instant({ random, now }: World, years = 4): number {
  return now - random.between(1, years * 365 * 24 * 60) * 60_000 - random.between(0, 59) * 1000;
}

function bodies(world: World, language: Language, person: string): { plain: string; html: string } {
  const { random } = world;
  const paragraphs = random.some(language.paragraphs, random.between(1, 4)).map((each) => fill(random, each, person));
  const plain = [
    fill(random, language.greeting, person),
    '',
    ...paragraphs.flatMap((each) => [each, '']),
    language.closing,
    world.name,
  ].join('\r\n');
  const right = language.code === 'he' || language.code === 'ar' ? ' dir="rtl"' : '';
  const html = `<html><head><meta http-equiv="Content-Type" content="text/html"></head><body${right}>\r\n<p>${fill(random, language.greeting, person)}</p>\r\n${paragraphs.map((each) => `<p style="margin:0 0 8px 0">${each}</p>`).join('\r\n')}\r\n<p><b>${language.closing}</b><br>${world.name}</p>\r\n</body></html>\r\n`;
  return { plain, html };
}

type Letter = { fromMe?: boolean; isDraft?: boolean; attach?: boolean; depth?: number };

/** A message as bytes, and when it came. */
function writeLetter(world: World, letter: Letter): { mime: Buffer; receivedAt: number } {
  const { random } = world;
  const language = languageOf(world);
  const charset = random.pick(language.charsets);
  const person = random.pick(language.people);
  const at = instant(world);
  const me = mailbox(world.name, world.email, charset);
  const other = mailbox(person, addressFor(person), charset);
  const prefix = random.chance(0.3) ? random.pick(['Re: ', 'RE: ', 'FW: ', 'AW: ', 'Fwd: ']) : '';
  const subject = random.chance(0.01) ? '' : prefix + fill(random, random.pick(language.subjects), person);
  const id = `<${random.hex(20)}@mail.${random.pick(DOMAINS.slice(0, 4))}>`;
  const offset = offsetMinutes(at, language.zone);
  let head = '';
  if (!letter.fromMe)
    head += `Received: from relay.${random.pick(DOMAINS.slice(0, 4))} by mx.sandbox.example with ESMTP id ${random.hex(10)};\r\n\t${mailDate(at + 2000, 0)}\r\n`;
  head += `Date: ${mailDate(at, offset)}\r\nFrom: ${letter.fromMe ? me : other}\r\nTo: ${letter.fromMe ? other : me}\r\n`;
  if (random.chance(0.25)) {
    const copies = random.some(language.people, random.between(1, 3));
    head += `Cc: ${copies.map((each) => mailbox(each, addressFor(each), charset)).join(',\r\n\t')}\r\n`;
  }
  head += `Subject: ${encodeHeader(subject, charset, random.chance(0.3) ? 'Q' : 'B')}\r\nMessage-ID: ${id}\r\n`;
  if (prefix)
    head += `In-Reply-To: <${random.hex(20)}@mail.example.org>\r\nReferences: <${random.hex(20)}@mail.example.org>\r\n\t<${random.hex(20)}@mail.example.org>\r\n`;
  if (random.chance(0.06)) head += 'Importance: high\r\nX-Priority: 1\r\n';
  if (random.chance(0.02)) head += 'Importance: low\r\n';
  if (random.chance(0.02)) head += 'Sensitivity: company-confidential\r\n';
  if (random.chance(0.03) && !letter.fromMe) head += `Disposition-Notification-To: ${other}\r\n`;
  if (random.chance(0.1))
    head += `Thread-Topic: ${encodeHeader(subject || 'x', charset)}\r\nThread-Index: ${random.bytes(22).toString('base64')}\r\n`;
  head += 'MIME-Version: 1.0\r\n';
  const { plain, html } = bodies(world, language, person);
  const shape = random.next() % 10;
  let body: string;
  if (shape < 3) body = textPart(random, 'plain', plain, charset);
  else if (shape < 4) body = textPart(random, 'html', html, charset);
  else if (shape < 8)
    body = multipart(random, 'alternative', [
      textPart(random, 'plain', plain, charset),
      textPart(random, 'html', html, charset),
    ]);
  else {
    const contentId = `image${random.hex(6)}@sandbox`;
    const picture = html.replace('</body>', `<img src="cid:${contentId}" width="48"></body>`);
    body = multipart(random, 'related', [
      multipart(random, 'alternative', [
        textPart(random, 'plain', plain, charset),
        textPart(random, 'html', picture, charset),
      ]),
      filePart('image/png', 'logo.png', pngOf(random, 24), { contentId }),
    ]);
  }
  if (letter.attach) {
    const parts = [body];
    for (let count = random.between(1, 3); count > 0; count -= 1) {
      const file = fileOf(random);
      parts.push(filePart(file.type, file.name, file.bytes));
    }
    if ((letter.depth ?? 0) < 2 && random.chance(0.25)) {
      const inner = writeLetter(world, { attach: random.chance(0.3), depth: (letter.depth ?? 0) + 1 }).mime;
      parts.push(`Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n${inner.toString('latin1')}`);
    }
    body = multipart(random, 'mixed', parts);
  }
  return { mime: Buffer.from(head + body, 'latin1'), receivedAt: at + 2000 };
}

/** Categories as a typed field. */
export const categoriesOf = (names: readonly string[]): Value => ({ c: names.map((each) => ['String', each]) });

/** A message as it lies in a mailbox: read state, flag, categories and MAPI properties on top of its MIME. */
export function makeMail(world: World, letter: Letter): NewItem {
  const { random, language } = world;
  const { mime, receivedAt } = writeLetter(world, letter);
  const item = itemFromMime(mime, receivedAt);
  item.receivedAt = receivedAt;
  item.createdAt = receivedAt;
  item.modifiedAt = receivedAt + random.between(0, 3_600_000);
  item.isRead = letter.fromMe === true || random.chance(0.75);
  item.isDraft = letter.isDraft === true;
  const { fields, named } = item.properties;
  if (random.chance(0.12)) fields['Categories'] = categoriesOf(random.some(language.categories, random.between(1, 2)));
  if (random.chance(0.07)) {
    const due = receivedAt + random.between(1, 20) * 86_400_000;
    fields['Flag'] = random.chance(0.6)
      ? {
          c: [
            ['FlagStatus', 'Flagged'],
            ['StartDate', isoSeconds(receivedAt)],
            ['DueDate', isoSeconds(due)],
          ],
        }
      : {
          c: [
            ['FlagStatus', 'Complete'],
            ['CompleteDate', isoSeconds(due)],
          ],
        };
  }
  if (random.chance(0.15)) {
    named['0x1080|Integer'] = String(random.pick([-1, 256, 261, 262]));
    if (random.chance(0.5)) {
      const verb = random.pick(['102', '103', '104']);
      named['0x1081|Integer'] = verb;
      named['0x1082|SystemTime'] = isoSeconds(receivedAt + 7_200_000);
    }
  }
  if (random.chance(0.05))
    named[`00020329-0000-0000-c000-000000000046|name:x-project|String`] = random.pick(language.folders);
  return item;
}

/** An invitation as it arrives: a meeting request in the Inbox. */
export function makeInvitation(world: World): NewItem {
  const { random, language } = world;
  const { mime, receivedAt } = writeLetter(world, {});
  const item = itemFromMime(mime, receivedAt);
  const start = receivedAt + random.between(1, 30) * 86_400_000;
  item.itemClass = 'IPM.Schedule.Meeting.Request';
  item.element = 'MeetingRequest';
  item.createdAt = receivedAt;
  item.modifiedAt = receivedAt;
  item.isRead = random.chance(0.5);
  Object.assign(item.properties.fields, {
    UID: `040000008200E00074C5B7101A82E008${random.hex(64).toUpperCase()}`,
    MeetingRequestType: 'NewMeetingRequest',
    Start: isoSeconds(start),
    End: isoSeconds(start + 3_600_000),
    Location: random.pick(language.places),
    IsMeeting: 'true',
    AppointmentState: '3',
  });
  return item;
}
