import type { Side } from '../side.ts';
import { getItem, removeAttachment } from '../store/items.ts';

/** A file that a server shows with an item for as long as it has the item open, and never stores. */
export type OpenFile = { item: number; attachment: number };

/** What is asked of an item that is open. */
const KEEPS_OPEN: ReadonlySet<string> = new Set(['CreateAttachment', 'GetItem', 'GetAttachment']);

/** Closes what is open where a request turns to something else: files that were not stored are gone. */
export function closeItems({ openFiles, store }: Side, operation: string): void {
  if (openFiles.length === 0 || KEEPS_OPEN.has(operation)) return;
  for (const { item: id, attachment } of openFiles.splice(0)) {
    const item = getItem(store, id);
    if (item) removeAttachment(store, item, attachment);
  }
}
