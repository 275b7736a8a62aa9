import { windowsZone } from '../../items/zone-names.ts';
import { attributeOf, child, childText, findElement, textOf, type XmlElement } from '../../xml/scan.ts';

/** Whether a field of a copy says what was written; servers have their own spellings of the same. */
export function isSameField(written: XmlElement, found: XmlElement): boolean {
  return (COMPARERS[written.name] ?? sameValue)(written, found);
}

type Comparer = (written: XmlElement, found: XmlElement) => boolean;

/** Values as text: the same, or the same number, instant or truth. */
function sameText(left: string, right: string): boolean {
  const [one, other] = [legal(left).trim(), legal(right).trim()];
  if (one.replaceAll(/\s+/g, ' ') === other.replaceAll(/\s+/g, ' ')) return true;
  if (DATED.test(one) && DATED.test(other)) return secondOf(one) === secondOf(other);
  if (TRUTHS[one.toLowerCase()] !== undefined) return TRUTHS[one.toLowerCase()] === TRUTHS[other.toLowerCase()];
  return one !== '' && other !== '' && Number(one) === Number(other);
}

/** Without what no request may hold: it was left out of what was sent. */
const legal = (text: string) => text.replaceAll(FORBIDDEN, '');
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const DATED = /^\d{4}-\d{2}-\d{2}/;
const secondOf = (text: string) => Math.floor(Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text) / 1000);
const TRUTHS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

const sameValue: Comparer = (written, found) => sameText(textOf(written), textOf(found));

/** Long texts only need to exist: servers rewrite them. */
const sameBody: Comparer = (written, found) => written.start === written.end || found.start !== found.end;

/** All entries of a list are there, in any order. */
const listed =
  (keysOf: (list: XmlElement) => string[]): Comparer =>
  (written, found) => {
    const there = new Set(keysOf(found));
    return keysOf(written).every((key) => there.has(key));
  };

const texts = listed((list) => list.children.map((each) => legal(textOf(each)).trim()));
const addresses = listed((list) =>
  list.children.map((each) => textOf(findElement(each, 'EmailAddress')).trim().toLowerCase()).filter(Boolean),
);
const entries = listed((list) =>
  list.children.flatMap((entry) => {
    const key = attributeOf(entry, 'Key') ?? '';
    const valueOf = (each: XmlElement) => legal(textOf(each)).trim();
    if (entry.children.length === 0) return valueOf(entry) === '' ? [] : [`${key} ${valueOf(entry)}`];
    return entry.children
      .filter((part) => part.start !== part.end)
      .map((part) => `${key} ${part.name} ${valueOf(part)}`);
  }),
);

/** The rule of a series: each part of it, its days without a time. */
const sameRule: Comparer = (written, found) =>
  written.children.every((part) => {
    const there = child(found, part.name);
    return (
      there !== undefined &&
      part.children.every((each) => {
        if (each.name === 'FirstDayOfWeek') return true;
        const [one, other] = [textOf(each).trim(), childText(there, each.name)?.trim() ?? ''];
        return DATED.test(one) ? one.slice(0, 10) === other.slice(0, 10) : sameText(one, other);
      })
    );
  });

const sameZone: Comparer = (written, found) => {
  if (found.name === 'MeetingTimeZone') return isSameOldZone(written, found);
  const [one, other] = [attributeOf(written, 'Id'), attributeOf(found, 'Id')];
  return one === undefined || other === undefined || one === other;
};

/** Exchange 2007 tells its only zone by name, or by rules. */
function isSameOldZone(written: XmlElement, found: XmlElement): boolean {
  const ids = [attributeOf(written, 'Id'), attributeOf(found, 'TimeZoneName')];
  const [one, other] = ids.map((id) => windowsZone(id ?? ''));
  return one === undefined || other === undefined || one === other;
}

const sameClass: Comparer = (written, found) =>
  textOf(written).trim().toLowerCase() === textOf(found).trim().toLowerCase();

const COMPARERS: Readonly<Record<string, Comparer>> = {
  ItemClass: sameClass,
  Body: sameBody,
  Categories: texts,
  Children: texts,
  Companies: texts,
  Contacts: texts,
  EmailAddresses: entries,
  ImAddresses: entries,
  PhoneNumbers: entries,
  PhysicalAddresses: entries,
  Recurrence: sameRule,
  StartTimeZone: sameZone,
  EndTimeZone: sameZone,
  ...Object.fromEntries(
    [
      'ToRecipients',
      'CcRecipients',
      'BccRecipients',
      'ReplyTo',
      'From',
      'Sender',
      'RequiredAttendees',
      'OptionalAttendees',
      'Resources',
      'Members',
    ].map((name) => [name, addresses]),
  ),
};
