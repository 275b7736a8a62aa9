import { parseId } from './ids.ts';
import type { Store } from './store.ts';

export const CORRUPT_ITEMS = `
create table if not exists corrupt_items (
  item integer not null, operation text not null, code text not null, message text, primary key (item, operation)
);`;

/** What the store says of an item that it can't read. */
export type Corruption = { code: string; message?: string };

/**
 * Marks items that their server can't read. Kept in the store, and in memory because every batch asks. A mark goes by
 * the item's row id, which is never used again; a moved item is another one and whole.
 */
export class CorruptItems {
  readonly #store: Store;
  readonly #marks = new Map<number, Map<string, Corruption>>();

  constructor(store: Store) {
    this.#store = store;
    type Row = { item: number; operation: string; code: string; message: string | null };
    for (const { item, operation, code, message } of store
      .sql('select item, operation, code, message from corrupt_items')
      .all() as Row[])
      this.#remember(item, operation, message === null ? { code } : { code, message });
  }

  get isEmpty(): boolean {
    return this.#marks.size === 0;
  }

  mark(item: number, operation: string, corruption: Corruption): void {
    this.#store
      .sql('insert or replace into corrupt_items values (?, ?, ?, ?)')
      .run(item, operation, corruption.code, corruption.message ?? null);
    this.#remember(item, operation, corruption);
  }

  heal(item: number): void {
    this.#store.sql('delete from corrupt_items where item = ?').run(item);
    this.#marks.delete(item);
  }

  of(item: number, operation: string): Corruption | undefined {
    return this.#marks.get(item)?.get(operation);
  }

  #remember(item: number, operation: string, corruption: Corruption): void {
    const marks = this.#marks.get(item) ?? new Map<string, Corruption>();
    marks.set(operation, corruption);
    this.#marks.set(item, marks);
  }
}

// What reads an item whole.
const READERS = ['ExportItems', 'GetItem', 'CopyItem', 'MoveItem', 'UpdateItem', 'SendItem'];

/** The row of an ItemId's text. Throws RangeError where it is none. */
export function requireItemRow(itemId: string): number {
  const parsed = parseId(itemId);
  if (!parsed?.item) throw new RangeError(`Not an item id: ${itemId}`);
  return parsed.item;
}

/** Marks an item by its id: with an error for each operation that is named, else for all that read one. */
export function markCorrupt(
  items: CorruptItems,
  itemId: string,
  errors: Readonly<Record<string, Corruption>> = Object.fromEntries(
    READERS.map((operation) => [operation, { code: 'ErrorCorruptData' }]),
  ),
): void {
  const row = requireItemRow(itemId);
  for (const [operation, error] of Object.entries(errors)) items.mark(row, operation, error);
}
