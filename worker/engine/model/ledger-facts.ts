import type { OmissionKind } from '../../lib/omission-kinds.ts';
import type { Fault } from './fault.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { FolderTrouble, KnownTrouble } from './folder-trouble.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Omission } from './setting.ts';
import type { Tally } from './tally.ts';

/** A source folder and where its items go. */
export type LedgerFolder = {
  sourceId: string;
  destinationId: string;
  /** Names from the root, joined by `/`; for people. */
  path: string;
  distinguishedId?: string;
  /** Sync state that the destination folder had before the first upload into it; the search for unconfirmed items starts there. */
  baseline?: string;
  /** Fully read in this pass. */
  isRead?: boolean;
  /** It is being read from the start, and the ledger waits for the last page. */
  awaitsEnd?: boolean;
  /** Digest of the sync state after its last recorded page; shows what was recorded since a watermark. */
  readTo?: string;
  /** Some of its items may or may not have arrived at the destination. */
  hasUnconfirmed?: boolean;
  /** See `endFolder`. */
  isGone?: boolean;
  /** Some of its items must be looked up at the destination before they are copied. */
  seeks?: boolean;
  /** See `Place`. */
  signature?: string;
};

/**
 * `pending` waits to be copied · `intent` is in flight · `doubt` is unconfirmed: it may have arrived · `done` has
 * arrived, the destination said so · `failed` is given up and listed · `gone` is no longer at the source and has no
 * copy of ours · `left` is no longer at the source, and its copy is still there.
 */
export type ItemState = 'pending' | 'intent' | 'doubt' | 'done' | 'failed' | 'gone' | 'left';

/** The position of a page in a folder's change list. */
export type PageEnd = {
  /** The server has nothing more for now. */
  isLast: boolean;
  /** Digest of the sync state that it leads to. */
  readTo: string;
  /** New messages and appointments are looked up at the destination before they are copied. */
  seeks?: boolean;
  /** With the last page: what came to the destination before this instant (ISO 8601) is not waited for any longer. */
  forgetBefore?: string;
};

/** One line of a folder's change list, reduced to what the ledger keeps: no subject, no address, no content. */
export type LedgerChange =
  | {
      kind: 'item';
      id: string;
      changeKey: string;
      itemClass: string;
      sizeBytes: number;
      /** See `matchKeyOf`. */
      matchKey: string;
      /** See `keysOf`. */
      looseKey?: string;
      /** See `keysOf`. */
      wideKey?: string;
      isRead?: boolean;
      /** ISO 8601; for the error list and the selection. */
      itemAt?: string;
      /** See `ItemFacts`. */
      modifiedAt?: string;
      /** See `ItemFacts`. */
      shows?: string;
      /** Only for projects that opted in to subjects in error lists. */
      subject?: string;
    }
  | { kind: 'delete'; id: string }
  | { kind: 'read-flag'; id: string; isRead: boolean; changeKey?: string };

/** An item's copy at the destination, as the destination last reported it. */
export type Copy = { destinationId: string; changeKey: string };

export type LedgerItem = {
  id: string;
  changeKey: string;
  itemClass: string;
  sizeBytes: number;
  matchKey: string;
  method: CopyMethod;
  /** Attempts that failed because of the item itself. */
  attempts: number;
  isRead?: boolean;
  /** See `ItemFacts`. */
  shows?: string;
  /** The copy of an earlier version: removed once this one has arrived, unless someone changed it meanwhile. */
  replaces?: Copy;
  /** The copy is still in the item's previous folder at the destination; it only needs to be moved. */
  moves?: Copy;
};

/**
 * Items of one folder that cross together; each has its intent row before `claim` returns. In a batch that `moves`
 * every item has a copy to be moved, in any other none has.
 */
export type Batch = { id: string; folderId: string; method: CopyMethod; moves: boolean; items: LedgerItem[] };

/** What is reported of a missing copy. */
export type KnownCopy = { itemClass: string; sizeBytes: number; itemAt?: string };

/** Ids at the destination, ours and others, as its folder's changes tell them. */
export type Sight = {
  present: readonly string[];
  gone: readonly string[];
  /** First page of a reading from the start: what was noted before is forgotten. */
  begins?: boolean;
  /** The folder has been read from start to end: a copy that was not seen is missing. */
  isWhole?: boolean;
  /** The sync state at the end of the folder, once it has been read to there. */
  syncState?: string;
};

/** Which of the pending items a pass takes. The others are deferred: they wait for a pass that wants them. */
export type Selection = {
  /** Only items that failed before this pass began. */
  retriesOnly?: boolean;
  /** Only items dated before this instant (ISO 8601); items without a date may be newer, and wait. */
  before?: string;
  /** Only items dated at or after `from` and before `until`; items without a date are taken. */
  from?: string;
  until?: string;
  kinds?: readonly ItemKind[];
  /** Most items of each folder, including earlier passes. */
  maxItemsPerFolder?: number;
  /** Most bytes of the mailbox, including earlier passes. */
  maxTotalBytes?: number;
};

/** How the sums of the ledger have changed. */
export type Recorded = { waiting: Tally; copied: Tally; failed: Tally };

/** An item in a destination folder that may be the copy of a source item. */
export type PresentItem = Copy & {
  matchKey: string;
  looseKey?: string;
  wideKey?: string;
  /** See `ItemFacts`. */
  marker?: string;
  sizeBytes?: number;
  modifiedAt?: string;
  /** When it came to the destination, ISO 8601. */
  cameAt?: string;
};

/** A page of a destination folder's changes. */
export type Arrivals = {
  present: readonly PresentItem[];
  /** Items marked as read or unread: their change key is new. */
  touched: readonly Copy[];
  gone: readonly string[];
  /** Where the page leads to. */
  syncState: string;
  /** Epoch ms. */
  now: number;
  /** With the last page: what came to the destination before this instant (ISO 8601) is not waited for any longer. */
  forgetBefore?: string;
};

/**
 * What is known of a destination folder: all changes up to `syncState`; `known`, how many of its items (our copies and
 * candidates for adoption); and `signature`, an opaque summary of the folder when it was last read completely.
 */
export type Place = { id: string; syncState?: string; signature?: string; known: number };

/** What was found at the destination and need not be copied, and how that changes the sums. */
export type Adoption = {
  adopted: Tally;
  recorded: Recorded;
  /** Messages that were not found, and that a rule may have moved elsewhere; `youngestAt`: arrival of the newest. */
  roaming: number;
  youngestAt?: string;
  /** Our copies that look like what was found. Ask the destination for them, then call `adopt` again with the answer. */
  unsure: string[];
};

/** Copies that were asked for: those still in their folder, and those that are gone. */
export type Asked = { present: readonly string[]; gone: readonly string[] };

export type ClaimLimits = {
  maxItems: number;
  /** Sum of the items' sizes; a batch of one may be larger. */
  maxBytes: number;
  /** An item of at least this size is copied in its own batch, streamed. */
  streamFromBytes: number;
};

/** Which items' subjects the ledger keeps, depending on whether the project opted in. */
export type KeptSubjects = 'failed' | 'none';

export type ItemError = {
  id: string;
  folderPath: string;
  itemClass: string;
  kind: ItemKind;
  sizeBytes: number;
  itemAt?: string;
  method: CopyMethod;
  fault: Fault;
  subject?: string;
};

export type Unlisted = {
  failed: ItemError[];
  recovered: string[];
  folders?: { failed: FolderTrouble[]; recovered: string[] };
};

/**
 * What could not be copied: a setting of the mailbox, or a part of an item that otherwise arrived. Also a `copy` that
 * remains although its item is gone.
 */
export type ListedOmission = Omit<Omission, 'kind'> & {
  /** Stable; the same omission has the same key in every pass. */
  key: string;
  kind: OmissionKind;
  itemClass?: string;
  itemAt?: string;
};

export type ItemOutcome = { id: string } & (
  | { to: 'done'; destinationId: string; changeKey: string; /** See `WriteResult`. */ omissions?: readonly string[] }
  /** Retried by `method`, not before `notBeforeAt` (epoch ms); `copies` if there is no copy left to move. */
  | { to: 'pending'; attempts: number; method: CopyMethod; notBeforeAt?: number; copies?: true }
  | { to: 'failed'; fault: Fault }
  /**
   * `attempts` is set if the slice saw the attempt fail; a crash is not the item's fault. `at` is when the slice gave up
   * waiting (epoch ms); without it, when the intent was written. `fault` is listed if an HTML page replaced the answer
   * repeatedly. `omissions` as with `done`, if it has arrived.
   */
  | { to: 'doubt'; attempts?: number; at?: number; fault?: Fault; omissions?: readonly string[] }
  | { to: 'gone' }
);

/** An item that may have arrived: an intent row without a recorded outcome. */
export type UnconfirmedItem = {
  id: string;
  folderId: string;
  /** Match keys of the version that was in flight, and of newer versions that the source has reported since. */
  matchKeys: string[];
  method: CopyMethod;
  attempts: number;
  sizeBytes: number;
  /** When the slice stopped waiting for the write, epoch ms: the server may have started it just before. */
  sinceAt: number;
  /** The fault to list if it never arrives: an HTML page replaced the last answer. */
  page?: Fault;
  /**
   * A copy that was being moved, made for the source item `markedAs`; or an item received at the destination, which
   * shares only the `wideKey` with its source item.
   */
  moves?: Copy & { markedAs: string; wideKey?: string };
};

export type FolderTally = {
  folderId: string;
  path: string;
  distinguishedId?: string;
  copied: Tally;
  failed: Tally;
  waiting: Tally;
  /** Copies that `compare` has not covered yet. */
  unseen: number;
  /** How many of those copied are in another destination folder, where they were received. */
  elsewhere?: number;
};
export type KindTally = { kind: ItemKind; copied: Tally; failed: Tally };
export type LedgerSummary = {
  folders: FolderTally[];
  kinds: KindTally[];
  copied: Tally;
  failed: Tally;
  waiting: Tally;
  /** Pending, and not for this pass. */
  deferred: Tally;
  /** Of those copied: items that were already at the destination. Absent if there are none. */
  adopted?: Tally;
};

/** What `open` returns. `troubles`: folders that failed in this pass, or that an earlier pass set aside. */
export type Opened = { folders: LedgerFolder[]; summary: LedgerSummary; troubles?: KnownTrouble[] };
