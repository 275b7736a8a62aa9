import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { itemFromIcs } from '../items/ics-parse.ts';
import { itemFromMime } from '../items/mime-item.ts';
import type { NewItem } from '../items/model.ts';
import { EwsError } from '../operations/errors.ts';
import { insertItem } from '../store/items.ts';
import type { Store } from '../store/store.ts';

/** Mail and calendar files below a path, in the order of their names. */
export function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return /^\.(?:eml|ics)$/i.test(extname(path)) ? [path] : [];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** One file as an item; the bytes are kept as they are. A calendar without events becomes a message. */
function itemFromFile(name: string, bytes: Buffer, now: number): NewItem {
  if (extname(name).toLowerCase() === '.ics') {
    try {
      return itemFromIcs(bytes, now);
    } catch (error) {
      if (!(error instanceof EwsError)) throw error;
    }
  }
  const item = itemFromMime(bytes, now);
  item.isRead = false;
  return item;
}

/**
 * Loads `.eml` and `.ics` files, or folders of them, into a mailbox folder by its row id. Content arrives byte for
 * byte as MIME, however malformed it is. Returns the row ids.
 */
export function loadFiles(store: Store, email: string, folder: number, path: string, now: number): number[] {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  return store.transaction(() =>
    filesBelow(path).map((file) => insertItem(store, mailbox.id, folder, itemFromFile(file, readFileSync(file), now))),
  );
}
