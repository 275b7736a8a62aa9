import { treeOf } from '../sandbox/compare/tree.ts';
import { MARKER_KEY } from '../sandbox/compare/views.ts';
import type { Item } from '../sandbox/items/model.ts';
import { parseId } from '../sandbox/store/ids.ts';
import { itemFromRow, updateItemRow } from '../sandbox/store/items.ts';
import type { Store } from '../sandbox/store/store.ts';

/** What each item of a source has to itself, whatever becomes of it there. A whole copy carries it along. */
const STAMP = '00020329-0000-0000-c000-000000000046|name:CrashRoundItem|String';

/** Folders that no one migrates. */
const NOT_MIGRATED = new Set(
  'outbox syncissues conflicts localfailures serverfailures searchfolders recipientcache quickcontacts imcontactlist'.split(
    ' ',
  ),
);

export type Placed = { item: Item; folder: string };

/** Tells, through edits and moves, which item of the source a copy was made of. */
export type Lineages = {
  /** To be called before the first pass, and whenever the source was changed. */
  note: () => void;
  /** The stamp of the item that this was made of; undefined when it is no copy of one. */
  of: (copy: Item) => string | undefined;
};

export function followItems(store: Store, email: string): Lineages {
  const stamps = new Map<number, string>();
  let made = 0;
  const note = () => {
    for (const { item } of itemsIn(store, email)) {
      if (item.properties.named[STAMP] === undefined) {
        made += 1;
        item.properties.named[STAMP] = `${email} ${made}`;
        updateItemRow(store, item);
      }
      stamps.set(item.id, String(item.properties.named[STAMP]));
    }
  };
  const of = ({ properties: { named } }: Item): string | undefined => {
    if (named[STAMP] !== undefined) return String(named[STAMP]);
    const id = parseId(String(named[MARKER_KEY] ?? ''));
    return id && stamps.get(id.item);
  };
  return { note, of };
}

/** Every item of what is migrated, with its folder as the comparer calls it. */
export function itemsIn(store: Store, email: string): Placed[] {
  return [...treeOf(store, email, NOT_MIGRATED)].flatMap(([folder, { id }]) =>
    (
      store
        .sql(
          `select * from items where folder = ? and owner is null
           and not (associated = 1 and class like 'IPM.Configuration.%')`,
        )
        .all(id) as Record<string, string | number | null>[]
    ).map((row) => ({ item: itemFromRow(row), folder })),
  );
}
