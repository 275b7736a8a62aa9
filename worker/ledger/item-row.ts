import type { CopyMethod } from '../lib/copy-methods.ts';
import { kindOf } from '../engine/model/item.ts';
import type { ItemKind } from '../lib/item-kinds.ts';
import type { ItemState, LedgerChange } from '../engine/model/ledger.ts';

type Flag = 0 | 1;

/** A version of an item that is to be copied. */
export type Next = Extract<LedgerChange, { kind: 'item' }> & { path: CopyMethod };

/** What decides how the life of an item goes on: every row is loaded with these columns of `items`. */
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

  // While it is on its way: intent and doubt.
  /** How often it failed for a reason of its own. */
  attempts: number;
  /** Epoch ms. */
  intent_at: number | null;
  /** JSON of a `Next`: a newer version that the source has told of since. */
  next: string | null;
  /** It has left the source since. */
  is_gone: Flag;

  // Its copy, once it is done.
  destination_id: string | null;
  destination_change_key: string | null;
  /** The read state that the destination was last told. */
  told_read: Flag | null;
  /** It has left, and its copy holds an older version than the last one known. */
  is_older: Flag;

  // Until it is done: the copy of an earlier version, or the one that is only to be moved here. Never both.
  replaces_id: string | null;
  replaces_key: string | null;
  moves_id: string | null;
  moves_key: string | null;

  /**
   * Whose copy it is, whichever of those above: 0 ours, 1 an earlier project's, 2 one that was received at the
   * destination, 3 one that was received there and lies in another folder, 4 one that stood there before us, of an
   * earlier tool or received.
   */
  adopted: 0 | 1 | 2 | 3 | 4;
};

/** What events write and none reads. */
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
  /** How surely two items that look alike are one. See `strengthOf`. */
  is_strong: 0 | 1 | 2;
  item_at: string | null;
  subject: string | null;
  /** The reading of the folder from nothing that brought the item last; see `folders.listing`. */
  seen: number;

  // How it is to be copied.
  path: CopyMethod;
  /** Epoch ms. */
  not_before: number;
  /** It had failed before this pass began. */
  is_retry: Flag;
  /** It is to be looked for at the destination before it is copied. */
  seeks: Flag;
  /** It had been changed so shortly before it was read that a later change may bear the same time. */
  is_young: Flag;
  /** Of what is to be moved: the source item that the copy was made for. */
  moves_mark: string | null;

  /** Of a copy: not looked for yet, seen in its folder at the destination, or found missing there. */
  sight: 0 | 1 | 2;
  /** It has left, and someone changed its copy, so that stays. */
  is_kept: Flag;
  /** JSON of a `Fault`. */
  fault: string | null;
  /** It stands in the list of failed items. */
  is_listed: Flag;
};

/** What the ledger knows of one item. A column of `Rest` that is undefined was not loaded, and stays as it is. */
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

/** The copy of an item that stood at the destination before us; `isOlder`: of an earlier version. */
export type CopyThere = {
  destinationId: string;
  changeKey: string;
  adopted: 1 | 2 | 4;
  liesIn?: string;
  isOlder?: boolean;
};

/** An item that the ledger gets to know, not inserted yet (`no` is 0). It is done when its copy stands there already. */
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

/** The columns of a copy that is there: the item's, or the one of an earlier version that is to be replaced. */
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
 * How surely two items that look alike are one: 2 by a Message-ID or UID, 1 by a date to the second beside the class and
 * the subject, else 0.
 */
function strengthOf(item: Next): 0 | 1 | 2 {
  if (item.looseKey !== undefined) return 2;
  return item.itemAt === undefined ? 0 : 1;
}
