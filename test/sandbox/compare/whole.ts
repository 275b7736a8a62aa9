import { createHash } from 'node:crypto';
import type { Item, NamedValue } from '../items/model.ts';
import { contentDigest } from '../store/content.ts';
import { attachmentsOf, getItem } from '../store/items.ts';
import type { Store } from '../store/store.ts';

/** Every property of an item by name, contents as length and digest. */
export type Snapshot = Map<string, string>;

export function digest(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha1');
  let length = 0;
  for (const piece of pieces) {
    hash.update(piece);
    length += piece.length;
  }
  return `${length} bytes ${hash.digest('hex')}`;
}

/** JSON with the keys of objects in order, so that equal values are equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** What has a column of its own in the store. */
const COLUMNS = [
  'itemClass',
  'element',
  'isAssociated',
  'isRead',
  'isDraft',
  'subject',
  'receivedAt',
  'sentAt',
  'createdAt',
  'modifiedAt',
  'messageId',
] as const;

export function columns(into: Snapshot, item: Item): void {
  for (const name of COLUMNS) into.set(name, String(item[name] ?? ''));
}

export function named(into: Snapshot, properties: Readonly<Record<string, NamedValue>>): void {
  for (const [key, value] of Object.entries(properties)) into.set(`named ${key}`, canonical(value));
}

function attachments(store: Store, item: Item, into: Snapshot): void {
  attachmentsOf(store, item.id).forEach((attachment, index) => {
    const name = `attachment ${index + 1}`;
    const { number: _number, owned, range, sizeBytes, ...rest } = attachment;
    into.set(name, canonical(rest));
    const embedded = owned === undefined ? undefined : getItem(store, owned);
    if (embedded) for (const [key, value] of wholeSnapshot(store, embedded)) into.set(`${name} ${key}`, value);
    if (range) into.set(`${name} range`, canonical({ range, sizeBytes }));
    else if (!embedded) into.set(`${name} content`, contentDigest(store, item.id, attachment.number));
  });
}

/** All that an item is, as the store has it: everything but ids, change keys and the size that the server works out. */
export function wholeSnapshot(store: Store, item: Item): Snapshot {
  const out: Snapshot = new Map();
  const { properties } = item;
  columns(out, item);
  for (const [name, value] of Object.entries(properties.fields)) out.set(`field ${name}`, canonical(value));
  named(out, properties.named);
  for (const name of ['body', 'text', 'html', 'exceptions', 'deleted', 'isReceiptSent', 'mimeCharset'] as const)
    if (properties[name] !== undefined) out.set(name, canonical(properties[name]));
  if (item.hasMime) out.set('mime', contentDigest(store, item.id, 0));
  attachments(store, item, out);
  return out;
}

/** One text for all of it. */
export function digestOf(snapshot: Snapshot): string {
  const hash = createHash('sha1');
  for (const [name, value] of [...snapshot].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\u0000${value}\u0000`);
  return hash.digest('hex');
}
