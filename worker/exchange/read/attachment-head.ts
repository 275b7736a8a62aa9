import { rewrite } from '../items/rewrite.ts';
import type { Piece } from '../xml/bytes.ts';
import { child, childText, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

/** Of an attachment, what may be set, in the order of the schema. */
const SETTABLE_OF_ATTACHMENT = ['Name', 'ContentType', 'ContentId', 'ContentLocation', 'IsInline', 'IsContactPhoto'];

/** What precedes the content of an attachment's copy. `owner` is the item that it belongs to. */
export function headOf(attachment: XmlElement, owner: XmlElement): Piece[] {
  const head = SETTABLE_OF_ATTACHMENT.flatMap((name) => {
    const found = child(attachment, name);
    return found === undefined || found.start === found.end ? [] : rewrite(found);
  });
  // Exchange 2007 does not tell a contact's photo from its other files; by its name all clients know it.
  const isPhoto =
    owner.name === 'Contact' &&
    child(attachment, 'IsContactPhoto') === undefined &&
    childText(attachment, 'Name')?.toLowerCase() === 'contactpicture.jpg';
  return isPhoto ? [...head, xml`<t:IsContactPhoto>true</t:IsContactPhoto>`] : head;
}

/** The name that people know an attachment by. */
export function nameOf(attachment: XmlElement): string {
  return childText(attachment, 'Name') ?? '';
}

/** True for attached items that a server gives as MIME. */
export function isMessage({ name }: XmlElement): boolean {
  return name === 'Message' || name === 'SharingMessage' || name.startsWith('Meeting');
}

/** The item in an attachment that holds one. */
export function embeddedIn(attachment: XmlElement): XmlElement | undefined {
  return attachment.children.find(({ name }) => EMBEDDED.has(name));
}

const EMBEDDED = new Set([
  'Item',
  'Message',
  'SharingMessage',
  'CalendarItem',
  'Contact',
  'MeetingMessage',
  'MeetingRequest',
  'MeetingResponse',
  'MeetingCancellation',
  'Task',
  'PostItem',
]);
