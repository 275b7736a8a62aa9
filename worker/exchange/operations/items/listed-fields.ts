import { attributeOf, child, textOf, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';
import { fieldUri } from '../properties.ts';

const ADDRESSES = ['EmailAddress1', 'EmailAddress2', 'EmailAddress3'];
const entry = (index: string) => xml`<t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="${index}"/>`;

/** What a listing of the source is asked for beside the facts: a server may give it there, and not with the item. */
export const LISTED_FIELDS = xml`${fieldUri('task:Status')}${ADDRESSES.map(entry)}`;

/** Fields by element whose presence in a listing is held against the item as it is read. */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  CalendarItem: ['Start', 'UID'],
  Task: ['Status'],
  Contact: ADDRESSES,
};
const LABELS: Readonly<Record<string, string>> = { Start: 'start', UID: 'UID', Status: 'status' };

/** The names of these fields that a listed item has, as the ledger keeps them; undefined where it has none. */
export function shownFields(element: XmlElement): string | undefined {
  const shown = (COMPARED[element.name] ?? []).filter((name) => has(element, name));
  return shown.length === 0 ? undefined : shown.join(' ');
}

/** What an item lacks as it was read, of the fields that its listing had; in plain words. */
export function notGiven(shows: string | undefined, element: XmlElement): string[] {
  const lacking = (shows?.split(' ') ?? []).filter((name) => !has(element, name));
  return [...new Set(lacking.map((name) => LABELS[name] ?? 'e-mail address'))];
}

function has(element: XmlElement, name: string): boolean {
  const found = ADDRESSES.includes(name)
    ? child(element, 'EmailAddresses')?.children.find((each) => attributeOf(each, 'Key') === name)
    : child(element, name);
  return found !== undefined && textOf(found).trim() !== '';
}
