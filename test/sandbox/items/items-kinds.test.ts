import { expect, test } from 'vitest';
import { isReadOnly } from './read-only.ts';
import { CLASS_OF, type ItemElement } from './model.ts';
import { attributesNamed, call, codesOf, textsOf } from '../kit/raw-client.ts';
import { elementsOf, type Particle } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { valuesOf } from '../schema/simple-types.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'ä &amp; б 漢',
  nonEmpty: 'SMTP',
  boolean: 'true',
  int: '3',
  minutes: '25',
  long: '3',
  double: '40',
  dateTime: '2026-03-02T09:00:00Z',
  date: '2026-03-02',
  time: '02:00:00',
  duration: 'PT60M',
  language: 'de-DE',
  base64: 'AAEC',
  guid: '0006200e-0000-0000-c000-000000000046',
  tag: '0x1080',
  Weekdays: 'Monday Wednesday',
};
/** What a type alone does not tell. */
const GIVEN: Readonly<Record<string, string>> = {
  'ExtendedProperty/Value': '3',
  'Mailbox/MailboxType': 'OneOff',
  'ExtendedFieldURI@PropertyType': 'Integer',
  'Mailbox/EmailAddress': 'one@people.example',
  'RelativeYearly/DaysOfWeek': 'Monday',
  'RelativeYearly/DayOfWeekIndex': 'First',
  'RelativeYearly/Month': 'March',
  'CalendarItem/IsAllDayEvent': 'false',
  'CalendarItem/End': '2026-03-02T10:00:00Z',
  'Task/Status': 'InProgress',
  'Message/IsRead': 'false',
};
/** Of a choice of attributes or parts, what is left out. */
const LEFT_OUT =
  /^(?:Mailbox\/ItemId|Mailbox\/OriginalDisplayName|Attendee\/(?:ResponseType|LastResponseTime|Proposed\w+)|Member\/Status|Member@Key|Body@IsTruncated|ExtendedFieldURI@(?!PropertyTag|PropertyType).*|TimeZoneDefinition\/.*|TimeChange@.*|LegacyTimeZone@.*)$/;

/** One valid element of a type, every part filled. */
function sample(name: string, typeName: string, path: string): string {
  const type = GRAMMAR.get(typeName);
  if (!type) {
    const text = GIVEN[path] ?? SIMPLE[typeName] ?? valuesOf(typeName).at(1) ?? valuesOf(typeName)[0];
    return `<t:${name}>${text}</t:${name}>`;
  }
  const attributes = type.attributes
    .filter((rule) => !LEFT_OUT.test(`${typeName}@${rule.name}`) && !/^(?:ChangeKey)$/.test(rule.name))
    .map((rule) => {
      const key = `${typeName}@${rule.name}`;
      const zone = typeName === 'TimeZoneDefinition' && rule.name === 'Id' ? 'Tokyo Standard Time' : undefined;
      return ` ${rule.name}="${GIVEN[key] ?? zone ?? SIMPLE[rule.type] ?? valuesOf(rule.type)[0]}"`;
    });
  if (type.text) return `<t:${name}${attributes.join('')}>${SIMPLE[type.text] ?? 'x'}</t:${name}>`;
  const inside = (particle: Particle): string => {
    if (particle.kind === 'choice') return inside(particle.options[0] as Particle);
    const at = `${typeName}/${particle.name}`;
    return LEFT_OUT.test(at) ? '' : sample(particle.name, particle.type, at);
  };
  return `<t:${name}${attributes.join('')}>${type.particles.map(inside).join('')}</t:${name}>`;
}

/** Not asked here: content that other tests hold, and what excludes another one. */
const ELSEWHERE = new Set(['MimeContent', 'Attachments', 'ItemClass', 'MeetingTimeZone', 'CompleteDate', 'When']);
const HOME: Partial<Record<ItemElement, string>> = {
  CalendarItem: 'calendar',
  Contact: 'contacts',
  DistributionList: 'contacts',
  Task: 'tasks',
  PostItem: 'inbox',
};
const MADE = (Object.keys(CLASS_OF) as ItemElement[]).filter((kind) => !kind.startsWith('Meeting'));

test.each(MADE)('%s: every element that a client may set is kept, and given back', async (kind) => {
  const settable = elementsOf(GRAMMAR, kind).filter(({ name }) => !isReadOnly(name) && !ELSEWHERE.has(name));
  const item = `<t:${kind}>${settable.map(({ name, type }) => sample(name, type, `${kind}/${name}`)).join('')}</t:${kind}>`;
  const made = await create(pair, item, HOME[kind] ?? 'drafts');
  expect(codesOf(made), `${item}\n${made.text}`).toEqual(['NoError']);
  const named =
    '<t:AdditionalProperties><t:ExtendedFieldURI PropertyTag="0x1080" PropertyType="Integer"/></t:AdditionalProperties>';
  const read = await get(pair, idIn(made.text), named);
  for (const { name, type } of settable) {
    const expected = sample(name, type, `${kind}/${name}`);
    const texts = [...expected.matchAll(/>([^<]+)</g)].map((match) => match[1] as string);
    const found = new RegExp(`<t:${name}(?: [^>]*)?>(.*?)</t:${name}>|<t:${name} [^>]*/>`, 's').exec(read.text)?.[0];
    expect(found, `${kind} ${name}`).toBeDefined();
    for (const text of texts) expect(found, `${kind} ${name}`).toContain(text);
  }
});

test('every kind that the schema can attach is attached, and read back whole', async () => {
  const kinds = elementsOf(GRAMMAR, 'ItemAttachment')
    .map(({ name }) => name as ItemElement)
    .filter((name) => name in CLASS_OF && !name.startsWith('Meeting'));
  expect(kinds).toEqual(['Item', 'Message', 'CalendarItem', 'Contact', 'Task', 'PostItem']);
  const attached = kinds
    .map(
      (kind) =>
        `<t:ItemAttachment><t:Name>${kind}</t:Name><t:${kind}><t:Subject>in ${kind}</t:Subject></t:${kind}></t:ItemAttachment>`,
    )
    .join('');
  const made = await create(
    pair,
    `<t:Message><t:Subject>S</t:Subject><t:Attachments>${attached}</t:Attachments></t:Message>`,
  );
  const ids = attributesNamed(await get(pair, idIn(made.text)), 'AttachmentId', 'Id');
  const read = await call(
    pair.recent,
    pair.owner,
    `<m:GetAttachment><m:AttachmentIds>${ids.map((id) => `<t:AttachmentId Id="${id}"/>`).join('')}</m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(codesOf(read)).toEqual(kinds.map(() => 'NoError'));
  expect(textsOf(read, 'Subject')).toEqual(kinds.map((kind) => `in ${kind}`));
  // An item of no class of its own is a message.
  for (const kind of kinds) expect(read.text).toContain(`<t:${kind === 'Item' ? 'Message' : kind}>`);
});

test('a reference attachment keeps what it points at; servers before 2016 know none', async () => {
  const reference =
    '<t:ReferenceAttachment><t:Name>plan</t:Name><t:AttachLongPathName>https://files.example/plan.docx</t:AttachLongPathName><t:ProviderType>OneDrive</t:ProviderType><t:PermissionType>1</t:PermissionType><t:AttachmentIsFolder>false</t:AttachmentIsFolder></t:ReferenceAttachment>';
  const message = `<t:Message><t:Subject>S</t:Subject><t:Attachments>${reference}</t:Attachments></t:Message>`;
  const made = await create(pair, message);
  expect(codesOf(made)).toEqual(['NoError']);
  const read = await get(pair, idIn(made.text));
  expect(read.text).toMatch(
    /<t:ReferenceAttachment>.*<t:Name>plan<.*<t:AttachLongPathName>https:\/\/files.example\/plan.docx</,
  );
  const [id] = attributesNamed(read, 'AttachmentId', 'Id');
  const got = await call(
    pair.recent,
    pair.owner,
    `<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="${id}"/></m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(got.text).toMatch(/<t:ProviderType>OneDrive<.*<t:AttachmentIsFolder>false</);
  const body = `<m:CreateItem MessageDisposition="SaveOnly"><m:Items>${message}</m:Items></m:CreateItem>`;
  expect(codesOf(await call(pair.recent, pair.owner, body, { version: 'Exchange2013' }))).not.toEqual(['NoError']);
});

const MIMES: [name: string, itemClass: string, mime: string, expected: RegExp][] = [
  [
    'signed mail',
    'IPM.Note.SMIME.MultipartSigned',
    'From: a@b.example\r\nSubject: S\r\nContent-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nsigned \r\n--B\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--B--\r\n',
    /smime\.p7s/,
  ],
  [
    'encrypted mail',
    'IPM.Note.SMIME',
    'From: a@b.example\r\nSubject: E\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n',
    /smime\.p7m/,
  ],
  [
    'mail with TNEF',
    'IPM.Note',
    'From: a@b.example\r\nSubject: T\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig==\r\n--B--\r\n',
    /winmail\.dat/,
  ],
  [
    'a delivery report',
    'REPORT.IPM.Note.NDR',
    'From: MAILER-DAEMON@b.example\r\nSubject: Undeliverable\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nno such user\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; b.example\r\n\r\nFinal-Recipient: rfc822; x@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--B--\r\n',
    /no such user/,
  ],
  [
    'headers in four character sets',
    'IPM.Note',
    'From: =?iso-8859-1?Q?J=FCrgen?= <j@b.example>\r\nTo: =?koi8-r?B?8NLJ18XU?= <p@b.example>, =?gb2312?B?xOO6w1==?= <n@b.example>\r\nSubject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?utf-8?Q?_=E2=82=AC?=\r\n =?utf-8?Q?uro?=\r\n\r\nx',
    /日本 €uro.*Привет/s,
  ],
];

test.each(MIMES)('%s keeps its class and every byte', async (_name, itemClass, mime, expected) => {
  const bytes = Buffer.from(mime, 'latin1');
  const made = await create(
    pair,
    `<t:Message><t:MimeContent>${bytes.toString('base64')}</t:MimeContent></t:Message>`,
    'inbox',
  );
  const read = await get(pair, idIn(made.text), '<t:IncludeMimeContent>true</t:IncludeMimeContent>');
  expect(textsOf(read, 'ItemClass')).toEqual([itemClass]);
  expect(Buffer.from(textsOf(read, 'MimeContent')[0] as string, 'base64').equals(bytes)).toBe(true);
  expect(read.text).toMatch(expected);
});

test('an appointment comes as iCalendar and is one', async () => {
  const ics =
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Standup\r\nDTSTART;TZID=Europe/Berlin:20260302T090000\r\nDTEND;TZID=Europe/Berlin:20260302T093000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5\r\nEXDATE;TZID=Europe/Berlin:20260309T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';
  const made = await create(
    pair,
    `<t:CalendarItem><t:MimeContent>${Buffer.from(ics).toString('base64')}</t:MimeContent></t:CalendarItem>`,
    'calendar',
  );
  expect(codesOf(made)).toEqual(['NoError']);
  const read = await get(pair, idIn(made.text));
  expect(read.text).toMatch(/RecurringMaster.*<t:DeletedOccurrence><t:Start>2026-03-09T08:00:00Z</);
  expect(read.text).toMatch(/<t:LastOccurrence>.*?<t:Start>2026-03-30T07:00:00Z</);
});

testEnvelopes(pair, 10);
