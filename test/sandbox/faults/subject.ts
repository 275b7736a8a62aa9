import { readStream } from '../items/export-stream.ts';
import type { Context } from '../side.ts';
import { parseId } from '../store/ids.ts';
import { getFolder } from '../store/folders.ts';
import { getItem } from '../store/items.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import type { Target } from './faults.ts';

// Where an operation keeps what it does one by one, one response message each.
const CONTAINERS: ReadonlySet<string> = new Set([
  'ItemIds',
  'Items',
  'ItemChanges',
  'FolderIds',
  'Folders',
  'FolderChanges',
  'AttachmentIds',
  'Attachments',
]);

/** The element of a request whose children are done one by one; undefined where the request is one thing. */
export const containerOf = (request: Node): Node | undefined =>
  request.children.find((each) => CONTAINERS.has(each.name));

/** The first id that is found from here on, in the order of the document. */
function firstId(node: Node): string | undefined {
  const own = node.attributes['Id'];
  if (own !== undefined && /^(?:Folder|Item|Attachment|ParentItem|ParentFolder|OccurrenceItem)Id$/.test(node.name))
    return own;
  for (const each of node.children) {
    const found = firstId(each);
    if (found !== undefined) return found;
  }
  return node.attributes['RecurringMasterId'];
}

function firstAddress(node: Node): string | undefined {
  for (const each of node.children) {
    if (each.name === 'DistinguishedFolderId') {
      const mailbox = child(each, 'Mailbox');
      const address = mailbox && textOf(mailbox, 'EmailAddress');
      if (address) return address;
    }
    // What an item says of people is not who is asked for.
    const found = each.name === 'Items' ? undefined : firstAddress(each);
    if (found) return found;
  }
  return undefined;
}

/** The mailbox that a request is about: the named one, that of its first id, else the caller's own. */
export function mailboxOf({ store, caller }: Context, request: Node): string | undefined {
  const named = firstAddress(request);
  if (named) return named;
  const id = firstId(request);
  const parsed = id === undefined ? undefined : parseId(id);
  return (parsed && store.mailboxByGuid(parsed.mailboxGuid)?.email) ?? caller.mailbox?.email;
}

/** Of one part of a batch: what it is called, from the store, from the request, or out of the stream it uploads. */
export function targetOf(context: Context, operation: string, request: Node, unit: Node, index: number): Target {
  const own = unit.attributes['Id'] ?? (operation === 'CreateItem' ? undefined : firstId(unit));
  const parsed = own === undefined ? undefined : parseId(own);
  const read = (): { subject: string; itemClass: string } | undefined => {
    const data = operation === 'UploadItems' ? child(unit, 'Data')?.spool : undefined;
    try {
      if (data) return readStream(data);
    } catch {
      return undefined;
    }
    if (parsed?.item) return getItem(context.store, parsed.item);
    return { subject: textOf(unit, 'Subject') ?? '', itemClass: textOf(unit, 'ItemClass') ?? 'IPM.Note' };
  };
  let known: ReturnType<typeof read>;
  const what = (): ReturnType<typeof read> => (known ??= read());
  return {
    operation,
    index,
    ...(own === undefined ? {} : { id: own }),
    mailbox: () => mailboxOf(context, request),
    subject: () => what()?.subject,
    itemClass: () => what()?.itemClass,
    text: (text) => holdsText(unit, text),
    property: (name) => setsProperty(unit, name),
  };
}

/** Names of the folders that a request is about, or about items in which, or that it makes. */
export function foldersIn({ store }: Pick<Context, 'store'>, node: Node): Set<string> {
  const names = new Set<string>();
  const look = ({ name, text, attributes, children }: Node): void => {
    const parsed = attributes['Id'] === undefined ? undefined : parseId(attributes['Id']);
    const folder = parsed && getFolder(store, parsed.folder);
    if (folder) names.add(folder.name);
    if (name === 'DisplayName') names.add(text.trim());
    children.forEach(look);
  };
  look(node);
  return names;
}

const holdsText = ({ text, children }: Node, wanted: string): boolean =>
  text.includes(wanted) || children.some((each) => holdsText(each, wanted));

/** Of an item, or of the changes to one. */
function setsProperty({ name: own, children }: Node, name: string): boolean {
  const inUpdate = own === 'SetItemField';
  return children.some((each) => {
    if (each.name === 'Updates' || each.name === 'SetItemField') return setsProperty(each, name);
    if (inUpdate || each.children.some((inner) => inner.name === 'ExtendedProperty')) return setsProperty(each, name);
    if (each.name !== 'ExtendedProperty') return each.name === name;
    const { PropertyTag, PropertyId, PropertyName } = each.children[0]?.attributes ?? {};
    return (
      PropertyName === name || [PropertyTag, PropertyId].some((id) => id !== undefined && Number(id) === Number(name))
    );
  });
}

/** Whether a request names the folder of this id, or makes one of this name. */
export function namesFolder(node: Node, wanted: string): boolean {
  const isIt = node.attributes['Id'] === wanted || (node.name === 'DisplayName' && node.text === wanted);
  return isIt || node.children.some((each) => namesFolder(each, wanted));
}
