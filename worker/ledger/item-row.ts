import type { CopyMethod } from '../lib/copy-methods.ts';
import { kindOf } from '../engine/model/item.ts';
import type { ItemKind } from '../lib/item-kinds.ts';
import type { ItemState, LedgerChange } from '../engine/model/ledger-facts.ts';

type Flag = 0 | 1;

/** A version of an item that must be copied. */
export type Next = Extract<LedgerChange, { kind: 'item' }> & { path: CopyMethod };

/** The columns of `items` that decide an item's next state: every row is loaded with them. */
type Life = {
  no: number;
  id: string;
  /** `folders.no`. */
  folder: number;
  state: ItemState;

  // Of the version of the source that was told last.
  change_key: string;
  modified_at: string | null;
  is_read: Flag | null;

  // While it is in flight: states `intent` and `doubt` (unconfirmed).
  /** How often it failed for a reason of its own. */
  attempts: number;
  /** Epoch ms. */
  intent_at: number | null;
  /** JSON of a `Next`: a newer version that the source has reported since. */
  next: string | null;
  /** It has left the source since. */
  is_gone: Flag;

  // Its copy, once it is done.
  destination_id: string | null;
  destination_change_key: string | null;
  /** The read state last written to the destination. */
  told_read: Flag | null;
  /** It has left the source, and its copy is older than its last known version. */
  is_older: Flag;

  // Until it is done: the copy of an earlier version, or the copy to move here. Never both.
  replaces_id: string | null;
  replaces_key: string | null;
  moves_id: string | null;
  moves_key: string | null;

  /**
   * The origin of that copy: 0 ours, 1 an earlier project's, 2 received at the destination, 3 received there in another
   * folder, 4 there before us, from an earlier tool or received.
   */
  adopted: 0 | 1 | 2 | 3 | 4;
};

/** Columns that events write but never read. */
type Rest = {
  // Of the version of the source that was told last.
  item_class: string;
  kind: ItemKind;
  size: number;
  match_key: string;
  loose_key: string | null;
  wide_key: string | null;
  /** The destination folder in which its copy lies, where that was received in another one than the item's. */
  lies_in: string | null;
  /** How certain it is that two items that look alike are the same. See `strengthOf`. */
  is_strong: 0 | 1 | 2;
  item_at: string | null;
  /** See `ItemFacts`. */
  shows: string | null;
  subject: string | null;
  /** The latest full reading of the folder that reported the item; see `folders.listing`. */
  seen: number;

  // How to copy it.
  path: CopyMethod;
  /** Epoch ms. */
  not_before: number;
  /** It had failed before this pass began. */
  is_retry: Flag;
  /** It must be looked for at the destination before it is copied. */
  seeks: Flag;
  /** It had been changed so shortly before it was read that a later change may bear the same time. */
  is_young: Flag;
  /** For a copy to move: the source item that it was made for. */
  moves_mark: string | null;

  /** Of a copy: not looked for yet, seen in its folder at the destination, or found missing there. */
  sight: 0 | 1 | 2;
  /** It has left the source, but someone changed its copy, so the copy stays. */
  is_kept: Flag;
  /** JSON of a `Fault`. */
  fault: string | null;
  /** It is in the list of failed items. */
  is_listed: Flag;
};

/** What the ledger knows of one item. An undefined column of `Rest` was not loaded, and is not written. */
export type ItemRow = Life & Partial<Rest>;
/** A row with every column. */
export type WholeRow = Life & Rest;

/** Of an item that the ledger gets to know: as SQLite fills what an insertion leaves out. */
export const EMPTY = {
  attempts: 0,
  not_before: 0,
  is_retry: 0,
  seeks: 0,
  loose_key: null,
  wide_key: null,
  lies_in: null,
  shows: null,
  intent_at: null,
  next: null,
  is_gone: 0,
  is_young: 0,
  destination_id: null,
  destination_change_key: null,
  told_read: null,
  sight: 0,
  is_kept: 0,
  is_older: 0,
  replaces_id: null,
  replaces_key: null,
  moves_id: null,
  moves_key: null,
  moves_mark: null,
  adopted: 0,
  fault: null,
  is_listed: 0,
} as const satisfies Partial<WholeRow>;

/** The copy of an item that was at the destination before us; `isOlder`: of an earlier version. */
export type CopyThere = {
  destinationId: string;
  changeKey: string;
  adopted: 1 | 2 | 4;
  liesIn?: string;
  isOlder?: boolean;
};

/** An item new to the ledger, not inserted yet (`no` is 0). It is done if its copy is already there. */
export function newRow(folder: number, listing: number, item: Next, copy?: CopyThere): WholeRow {
  const facts = factsOf(item);
  const isDone = copy !== undefined && copy.isOlder !== true;
  return {
    ...EMPTY,
    no: 0,
    id: item.id,
    folder,
    seen: listing,
    ...facts,
    state: isDone ? 'done' : 'pending',
    ...(copy && thereAs(copy, facts.is_read)),
  };
}

/** The columns of an existing copy: the item's, or that of an earlier version to replace. */
export function thereAs({ destinationId, changeKey, adopted, liesIn, isOlder }: CopyThere, isRead: Flag | null) {
  if (isOlder) return { replaces_id: destinationId, replaces_key: changeKey, adopted };
  const whose = liesIn === undefined ? { adopted } : { adopted: 3 as const, lies_in: liesIn };
  return { destination_id: destinationId, destination_change_key: changeKey, told_read: isRead, ...whose };
}

/** What a version says of its item. */
export function factsOf(item: Next) {
  return {
    change_key: item.changeKey,
    item_class: item.itemClass,
    kind: kindOf(item.itemClass),
    size: item.sizeBytes,
    match_key: item.matchKey,
    loose_key: item.looseKey ?? null,
    wide_key: item.wideKey ?? null,
    is_strong: strengthOf(item),
    item_at: item.itemAt ?? null,
    shows: item.shows ?? null,
    modified_at: item.modifiedAt ?? null,
    subject: item.subject ?? null,
    is_read: readFlagOf(item),
    path: item.path,
  } as const satisfies Partial<WholeRow>;
}

export function readFlagOf({ isRead }: { isRead?: boolean }): Flag | null {
  if (isRead === undefined) return null;
  return isRead ? 1 : 0;
}

/**
 * How certain it is that two items that look alike are the same: 2 with a Message-ID or UID, 1 with a date to the second
 * besides class and subject, otherwise 0.
 */
function strengthOf(item: Next): 0 | 1 | 2 {
  if (item.looseKey !== undefined) return 2;
  return item.itemAt === undefined ? 0 : 1;
}
