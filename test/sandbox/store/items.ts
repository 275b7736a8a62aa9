import { letterProperties, parseLetter } from '../generate/letter.ts';
import type { Attachment, Item, ItemElement, NewAttachment, NewItem, Properties } from '../items/model.ts';
import { readContent, writeContent } from './content.ts';
import { retireNumbers } from './attachment-numbers.ts';
import type { Store } from './store.ts';

type Row = Record<string, string | number | null>;

const millis = (value: string | number | null | undefined): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

// A letter has none of its own until something changes them.
const propertiesOf = (row: Row): Properties =>
  row['properties'] === ''
    ? letterProperties(parseLetter(row['letter'] as string))
    : (JSON.parse(row['properties'] as string) as Properties);

export function itemFromRow(row: Row): Item {
  const item: Item = {
    id: row['id'] as number,
    mailbox: row['mailbox'] as number,
    folder: row['folder'] as number,
    element: row['element'] as ItemElement,
    itemClass: row['class'] as string,
    isAssociated: row['associated'] === 1,
    isRead: row['is_read'] === 1,
    isDraft: row['is_draft'] === 1,
    subject: row['subject'] as string,
    createdAt: row['created'] as number,
    modifiedAt: row['modified'] as number,
    sizeBytes: row['size'] as number,
    hasMime: row['mime'] === 1,
    attachmentCount: row['attachments'] as number,
    change: row['change'] as number,
    properties: propertiesOf(row),
  };
  const received = millis(row['received']);
  const sent = millis(row['sent']);
  if (received !== undefined) item.receivedAt = received;
  if (sent !== undefined) item.sentAt = sent;
  if (row['owner'] !== null) item.owner = row['owner'] as number;
  if (row['message_id'] !== null) item.messageId = row['message_id'] as string;
  return item;
}

export function getItem(store: Store, id: number): Item | undefined {
  const row = store.sql('select * from items where id = ?').get(id);
  return row && itemFromRow(row as Row);
}

export type StoredAttachment = Attachment & { number: number; owned?: number };

/** All of an item, first its own, then those of its exceptions. */
export function attachmentsOf(store: Store, item: number): StoredAttachment[] {
  const rows = store.sql('select number, owned, properties from attachments where item = ? order by number').all(item);
  const found = (rows as Row[]).map((row) => {
    const attachment = JSON.parse(row['properties'] as string) as StoredAttachment;
    attachment.number = row['number'] as number;
    if (row['owned'] !== null) attachment.owned = row['owned'] as number;
    return attachment;
  });
  return found.toSorted((a, b) => (a.occurrence ?? 0) - (b.occurrence ?? 0));
}

const INSERT = `insert into items (mailbox, folder, owner, element, class, associated, is_read, is_draft, subject, received,
  sent, created, modified, message_id, size, mime, attachments, change, content_change, birth, properties)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Puts an item with everything below it into the store, in one transaction. Returns its row id. */
export function insertItem(store: Store, mailbox: number, folder: number, item: NewItem, owner?: number): number {
  return store.transaction(() => {
    const change = store.nextChange(mailbox);
    const properties = JSON.stringify(item.properties);
    const { lastInsertRowid } = store
      .sql(INSERT)
      .run(
        mailbox,
        folder,
        owner ?? null,
        item.element,
        item.itemClass,
        item.isAssociated ? 1 : 0,
        item.isRead ? 1 : 0,
        item.isDraft ? 1 : 0,
        item.subject,
        item.receivedAt ?? null,
        item.sentAt ?? null,
        item.createdAt,
        item.modifiedAt,
        item.messageId ?? null,
        0,
        item.mime ? 1 : 0,
        item.attachments.length,
        change,
        change,
        change,
        properties,
      );
    const id = Number(lastInsertRowid);
    let size = 400 + Buffer.byteLength(properties);
    if (item.mime) size += writeContent(store, id, 0, item.mime);
    item.attachments.forEach((attachment, index) => {
      size += insertAttachment(store, mailbox, folder, id, index + 1, attachment);
    });
    store.sql('update items set size = ? where id = ?').run(size, id);
    return id;
  });
}

/** Returns what it adds to the item's size. */
export function insertAttachment(
  store: Store,
  mailbox: number,
  folder: number,
  item: number,
  number: number,
  attachment: NewAttachment,
): number {
  const { content, item: embedded, ...properties } = attachment;
  let owned: number | null = null;
  let size = 0;
  if (embedded) {
    owned = insertItem(store, mailbox, folder, embedded, item);
    size = attachment.range ? 0 : (getItem(store, owned)?.sizeBytes ?? 0);
    if (!attachment.range) properties.sizeBytes = size;
  } else if (content) {
    size = writeContent(store, item, number, content);
    properties.sizeBytes = size;
  }
  store
    .sql('insert into attachments (item, number, owned, properties) values (?, ?, ?, ?)')
    .run(item, number, owned, JSON.stringify(properties));
  return size;
}

/** Takes away what hung on exceptions that an item has no more. */
export function removeStrayAttachments(store: Store, item: Item): void {
  const starts = new Set(item.properties.exceptions?.map((each) => each.originalStart));
  for (const { number, occurrence } of item.attachmentCount > 0 ? attachmentsOf(store, item.id) : [])
    if (occurrence !== undefined && !starts.has(occurrence)) removeAttachment(store, item, number);
}

/** Takes one attachment with its content away; the item's own row is the caller's to write. */
export function removeAttachment(store: Store, item: Item, number: number): void {
  store.transaction(() => {
    const attachment = attachmentsOf(store, item.id).find((each) => each.number === number);
    if (!attachment) return;
    retireNumbers(store, item.id);
    if (attachment.owned !== undefined) {
      clear(store, attachment.owned);
      store.sql('delete from items where id = ?').run(attachment.owned);
    }
    store.sql('delete from attachments where item = ? and number = ?').run(item.id, number);
    store.sql('delete from content where item = ? and attachment = ?').run(item.id, number);
    store
      .sql('update items set attachments = attachments - 1, size = max(400, size - ?) where id = ?')
      .run(attachment.sizeBytes, item.id);
  });
}

/** The item as it would be inserted again, contents read lazily. Serialising, comparing and copying start here. */
export function detach(store: Store, item: Item): NewItem {
  const {
    id,
    mailbox: _mailbox,
    folder: _folder,
    owner: _owner,
    sizeBytes: _size,
    hasMime,
    attachmentCount,
    change: _change,
    ...rest
  } = item;
  const copy: NewItem = { ...rest, attachments: [] };
  if (hasMime) copy.mime = readContent(store, id, 0);
  if (attachmentCount > 0)
    copy.attachments = attachmentsOf(store, id).map(({ number, owned, ...attachment }) => {
      const embedded = owned === undefined ? undefined : getItem(store, owned);
      if (embedded) return { ...attachment, item: detach(store, embedded) };
      return attachment.range ? attachment : { ...attachment, content: readContent(store, id, number) };
    });
  return copy;
}

/** Removes contents, attachments and embedded items. */
function clear(store: Store, id: number): void {
  for (const row of store.sql('select id from items where owner = ?').all(id) as Row[]) {
    clear(store, row['id'] as number);
    store.sql('delete from items where id = ?').run(row['id'] as number);
  }
  store.sql('delete from attachments where item = ?').run(id);
  store.sql('delete from content where item = ?').run(id);
}

export function removeItem(store: Store, item: Item): void {
  store.transaction(() => {
    const change = store.nextChange(item.mailbox);
    const { birth } = store.sql('select birth from items where id = ?').get(item.id) as { birth: number };
    clear(store, item.id);
    store.sql('delete from items where id = ?').run(item.id);
    store.sql('insert into tombstones values (?, ?, ?, ?)').run(item.folder, item.id, birth, change);
  });
}

/** A move is a new id here and a deletion there; `mailbox` is the target's. Returns the new row id. */
export function moveItem(store: Store, item: Item, folder: number, mailbox = item.mailbox): number {
  return store.transaction(() => {
    const id = insertItem(store, mailbox, folder, detach(store, item));
    removeItem(store, item);
    return id;
  });
}

/** Puts the same item once more into a folder. Returns the new row id. */
export const copyItem = (store: Store, item: Item, folder: number, mailbox = item.mailbox): number =>
  insertItem(store, mailbox, folder, detach(store, item));

/** Replaces what the item is, under its id. */
export function replaceItem(store: Store, item: Item, next: NewItem): void {
  store.transaction(() => {
    const id = insertItem(store, item.mailbox, item.folder, next);
    const { birth } = store.sql('select birth from items where id = ?').get(item.id) as { birth: number };
    clear(store, item.id);
    store.sql('delete from items where id = ?').run(item.id);
    store.sql('update items set id = ?, birth = ? where id = ?').run(item.id, birth, id);
    store.sql('update items set owner = ? where owner = ?').run(item.id, id);
    store.sql('update attachments set item = ? where item = ?').run(item.id, id);
    store.sql('update content set item = ? where item = ?').run(item.id, id);
  });
}

/** Writes columns and properties of an item whose contents stay as they are. */
export function updateItemRow(store: Store, item: Item): void {
  store.transaction(() => {
    const change = store.nextChange(item.mailbox);
    const properties = JSON.stringify(item.properties);
    store
      .sql(
        `update items set class = ?, element = ?, is_read = ?, is_draft = ?, subject = ?, received = ?, sent = ?, modified = ?, message_id = ?,
         properties = ?, change = ?, content_change = ?, size = size + ? where id = ?`,
      )
      .run(
        item.itemClass,
        item.element,
        item.isRead ? 1 : 0,
        item.isDraft ? 1 : 0,
        item.subject,
        item.receivedAt ?? null,
        item.sentAt ?? null,
        item.modifiedAt,
        item.messageId ?? null,
        properties,
        change,
        change,
        Buffer.byteLength(properties) - oldLength(store, item.id),
        item.id,
      );
  });
}

function oldLength(store: Store, id: number): number {
  const row = store.sql('select properties, letter from items where id = ?').get(id) as Row;
  return Buffer.byteLength(String(row['properties']) || JSON.stringify(propertiesOf(row)));
}

/** The read flag alone: clients are told ReadFlagChange, not Update. */
export function setRead(store: Store, item: Item, isRead: boolean): void {
  store
    .sql('update items set is_read = ?, change = ? where id = ?')
    .run(isRead ? 1 : 0, store.nextChange(item.mailbox), item.id);
}

/** Every item right in a folder, associated ones too, in the order of their making. */
export const itemsIn = (store: Store, folder: number): Item[] =>
  (store.sql('select * from items where folder = ? and owner is null order by id').all(folder) as Row[]).map(
    itemFromRow,
  );
