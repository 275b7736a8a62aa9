import { type Levels, reasonFor } from './expected.ts';
import { treeOf } from './tree.ts';
import { type Method, MARKER_KEY, mimeView, viewsOf } from './views.ts';
import { digestOf, type Snapshot, wholeSnapshot } from './whole.ts';
import type { Item } from '../items/model.ts';
import { itemFromRow } from '../store/items.ts';
import type { Store } from '../store/store.ts';

export { compareSettings } from './settings.ts';
export type { Method } from './views.ts';

export type Difference = {
  kind: 'folder-missing' | 'folder-extra' | 'folder-changed' | 'missing' | 'extra' | 'doubled' | 'changed' | 'marker';
  /** Folder as `inbox/Travel/2024`. */
  folder: string;
  itemClass?: string;
  subject?: string;
  property?: string;
  source?: string;
  destination?: string;
  /** Why the method that copied the item changes this; only in what `explainMailboxes` tells. */
  reason?: string;
};

export type CompareOptions = {
  /** How items crossed; by default told from the copy: with a marker MIME where it has MIME, else typed. */
  path?: Method | ((source: Item) => Method);
  /** Distinguished ids of folders that are left out, with all below; by default those that no one migrates. */
  skip?: readonly string[];
  /** Copies that the destination may have besides (what was there before). */
  allowExtra?: boolean;
  /** What the two servers know; tells which elements can't cross. */
  levels?: Levels;
};

const SKIP =
  'outbox syncissues conflicts localfailures serverfailures searchfolders recipientcache quickcontacts imcontactlist adminauditlogs directory peopleconnect todosearch mycontacts favorites'.split(
    ' ',
  );

// Configurations are settings; they are compared separately from the items.
const itemsOf = (store: Store, folder: number): Item[] =>
  (
    store
      .sql(
        `select * from items where folder = ? and owner is null
           and not (associated = 1 and class like 'IPM.Configuration.%') order by id`,
      )
      .all(folder) as Record<string, string | number | null>[]
  ).map(itemFromRow);

const uidOf = (item: Item): string => {
  const uid = item.properties.fields['UID'];
  return typeof uid === 'string' ? uid : '';
};

/** What tells items apart even where one is not quite the other. The strictest first. */
const KEYS: ((item: Item) => string)[] = [
  (item) => `${item.itemClass}|${item.messageId ?? uidOf(item)}|${item.subject}|${item.receivedAt}`,
  (item) => `${item.itemClass}|${item.messageId ?? uidOf(item)}|${item.subject}`,
  (item) => `${item.itemClass}|${item.subject}|${item.receivedAt}`,
  (item) => `${item.messageId ?? uidOf(item) ?? ''}|${item.receivedAt}`,
];

type Pool = Map<string, Item[]>;

function poolBy(items: Iterable<Item>, key: (item: Item) => string): Pool {
  const pool: Pool = new Map();
  for (const item of items) {
    const list = pool.get(key(item));
    if (list) list.push(item);
    else pool.set(key(item), [item]);
  }
  return pool;
}

const about = (folder: string, item: Item): Pick<Difference, 'folder' | 'itemClass' | 'subject'> => ({
  folder,
  itemClass: item.itemClass,
  subject: item.subject,
});

type Changed = { property: string; source: string; destination: string };

/** Properties that differ between an item and its copy. */
function propertiesOf(from: Snapshot, to: Snapshot): Changed[] {
  const out: Changed[] = [];
  for (const property of new Set([...from.keys(), ...to.keys()])) {
    const [source, destination] = [from.get(property) ?? '', to.get(property) ?? ''];
    if (source !== destination)
      out.push({ property, source: source.slice(0, 300), destination: destination.slice(0, 300) });
  }
  return out;
}

/** What MIME promises to carry, to tell apart many real messages that share what KEYS look at. */
function likeness(store: Store, item: Item): Snapshot {
  const view = mimeView(store, item, true);
  for (const name of view.keys()) if (!LIKE.test(name)) view.delete(name);
  return view;
}
const LIKE = /^(?:mime|itemClass|isRead|isDraft|receivedAt|sentAt|flag status|field )/;

type Sides = { source: Store; destination: Store };

function compareFolder(sides: Sides, folder: string, from: Item[], to: Item[], options: CompareOptions): Difference[] {
  const differences: Difference[] = [];
  const pathOf = (source: Item, copy: Item): Method => {
    if (typeof options.path === 'function') return options.path(source);
    if (options.path) return options.path;
    if (copy.properties.named[MARKER_KEY] === undefined) return 'transfer';
    return copy.hasMime ? 'mime' : 'typed';
  };
  const waiting = new Set(from);
  const copies = new Set(to);
  const pairs: [Item, Item][] = [];
  const doubles = new Set<string>();
  // Whole copies first, by everything they are; then the rest by ever weaker likeness.
  const wholeTo = poolBy(copies, (item) => digestOf(wholeSnapshot(sides.destination, item)));
  for (const item of from) {
    const print = digestOf(wholeSnapshot(sides.source, item));
    const copy = wholeTo.get(print)?.shift();
    if (!copy) continue;
    doubles.add(print);
    waiting.delete(item);
    copies.delete(copy);
    if (options.path !== undefined) pairs.push([item, copy]);
  }
  // Messages that crossed as MIME next, by everything that MIME promises: many real ones share what KEYS look at.
  const marked = [...copies].filter((copy) => copy.hasMime && copy.properties.named[MARKER_KEY] !== undefined);
  const mimeTo = poolBy(marked, (item) => digestOf(likeness(sides.destination, item)));
  for (const item of waiting) {
    if (!item.hasMime || marked.length === 0) continue;
    const copy = mimeTo.get(digestOf(likeness(sides.source, item)))?.shift();
    if (!copy) continue;
    waiting.delete(item);
    copies.delete(copy);
    pairs.push([item, copy]);
  }
  const pairedKeys = new Set(from.filter((item) => !waiting.has(item)).map((item) => KEYS[0]?.(item)));
  for (const key of KEYS) {
    const pool = poolBy(copies, key);
    for (const item of waiting) {
      const copy = pool.get(key(item))?.shift();
      if (!copy) continue;
      pairs.push([item, copy]);
      pairedKeys.add(KEYS[0]?.(item));
      waiting.delete(item);
      copies.delete(copy);
    }
  }
  for (const [item, copy] of pairs) {
    const method = pathOf(item, copy);
    const views = viewsOf(method, { store: sides.source, item }, { store: sides.destination, item: copy });
    for (const each of propertiesOf(...views)) {
      const { itemClass, element } = item;
      const reason = reasonFor({ ...each, itemClass, element }, method, options.levels ?? {});
      differences.push({
        kind: 'changed',
        ...about(folder, item),
        ...each,
        ...(reason === undefined ? {} : { reason }),
      });
    }
    const hasMarker = copy.properties.named[MARKER_KEY] !== undefined;
    if (method !== 'transfer' && !hasMarker)
      differences.push({ kind: 'marker', ...about(folder, item), property: MARKER_KEY });
  }
  for (const item of waiting) differences.push({ kind: 'missing', ...about(folder, item) });
  for (const copy of copies) {
    const isDouble = doubles.has(digestOf(wholeSnapshot(sides.destination, copy))) || pairedKeys.has(KEYS[0]?.(copy));
    if (isDouble) differences.push({ kind: 'doubled', ...about(folder, copy) });
    else if (!options.allowExtra) differences.push({ kind: 'extra', ...about(folder, copy) });
  }
  return differences;
}

/** Differences that an item's method does not explain. */
export function compareMailboxes(...mailboxes: Parameters<typeof explainMailboxes>): Difference[] {
  return explainMailboxes(...mailboxes).filter(({ reason }) => reason === undefined);
}

/**
 * Tells two mailboxes apart from the servers' own stores: the folder tree by distinguished id and path, and in each
 * folder every item against its copy, one to one, property by property, contents byte by byte. Empty when the
 * destination has exactly what the source has; what a method is expected to change comes with its reason.
 */
export function explainMailboxes(
  source: Store,
  sourceEmail: string,
  destination: Store,
  destinationEmail: string,
  options: CompareOptions = {},
): Difference[] {
  const skip = new Set(options.skip ?? SKIP);
  const from = treeOf(source, sourceEmail, skip);
  const to = treeOf(destination, destinationEmail, skip);
  const differences: Difference[] = [];
  for (const [name, folder] of from) {
    const copy = to.get(name);
    const items = itemsOf(source, folder.id);
    if (!copy) {
      // What only this server makes by itself, and nobody put anything into, is not missed.
      if (!folder.distinguishedId || items.length > 0) differences.push({ kind: 'folder-missing', folder: name });
      for (const item of items) differences.push({ kind: 'missing', ...about(name, item) });
      continue;
    }
    for (const property of ['folderClass', 'isHidden', 'name'] as const) {
      if (property === 'name' && folder.distinguishedId) continue;
      const [left, right] = [String(folder[property]), String(copy[property])];
      if (left !== right)
        differences.push({ kind: 'folder-changed', folder: name, property, source: left, destination: right });
    }
    differences.push(...compareFolder({ source, destination }, name, items, itemsOf(destination, copy.id), options));
  }
  for (const [name, folder] of to) {
    if (from.has(name) || options.allowExtra) continue;
    const items = itemsOf(destination, folder.id);
    if (!folder.distinguishedId) differences.push({ kind: 'folder-extra', folder: name });
    for (const item of items) differences.push({ kind: 'extra', ...about(name, item) });
  }
  return differences;
}

/** One line a difference, for test output. */
export const describeDifference = (each: Difference): string =>
  `${each.kind} ${each.folder}${each.itemClass ? ` ${each.itemClass}` : ''}${each.property ? ` ${each.property}: ${each.source} → ${each.destination}` : ''}`;
