import type { OmissionKind, SettingKind } from '../../lib/omission-kinds.ts';
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
  /** Of those copied, how many stand in another folder of the destination, where they were received. */
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

/**
 * What is known of every item of one mailbox. One writer at a time: `open` takes the ledger for a lease, and every
 * call of an older lease is refused with a fault of kind `stopped`. Every call is atomic and survives a crash once
 * it has returned.
 */
export interface Ledger {
  /**
   * Takes the ledger for a slice of a pass. Intents that an older lease left behind become unconfirmed as of `now`. With
   * the first slice of a pass that `retries`, every failed item becomes pending again, by the best of `methods`.
   */
  open(
    pass: { id: string; retries: boolean; methods: readonly CopyMethod[] },
    selection: Selection,
    now: number,
  ): Promise<Opened>;
  /** Notes folders that are fully read in this pass: later slices of the pass skip them. */
  foldersRead(folderIds: readonly string[]): Promise<void>;
  /** Replaces the mapping. Items of folders that are not in it stay known, and wait until their folder is back. */
  mapFolders(folders: readonly LedgerFolder[]): Promise<void>;
  /** Adds to the mapping. */
  addFolders(folders: readonly LedgerFolder[]): Promise<void>;
  /** Notes what a destination folder already holds: matching source items count as copied when they are recorded. */
  expect(folderId: string, present: readonly PresentItem[]): Promise<void>;
  /** Stores the destination folder's baseline sync state; await it before the first upload. `now`: epoch ms. */
  setBaseline(sourceId: string, baseline: string, now?: number): Promise<void>;
  /** The destination folders whose changes have been read. */
  places(): Promise<Place[]>;
  /** Records what changed in a destination folder. Our copies are recognised by id; the rest waits for `adopt`. */
  recordArrivals(placeId: string, arrivals: Arrivals): Promise<void>;
  /** Stores signatures of destination folders that have been read completely. */
  noteSignatures(places: readonly { id: string; signature: string }[]): Promise<void>;
  /**
   * Finds pending items that are already at the destination: in their target folder, or with `everywhere` in any folder.
   * Each destination item is used once. Once nothing is unsure or roaming, items that were not found may be copied.
   */
  adopt(everywhere: boolean, selection: Selection, asked: Asked): Promise<Adoption>;
  /**
   * The folder is about to be read from the start again: items that the ledger knows, and that the reading has not
   * reported by its last page, have left the source.
   */
  relistFolder(folderId: string): Promise<void>;
  /** The folder is gone at the source, and its items with it. Returns by how much each sum has changed. */
  endFolder(folderId: string, selection: Selection): Promise<Recorded>;
  /**
   * Records a page. Applying one twice changes nothing. Returns by how much each sum of `summary` has changed.
   */
  record(
    folderId: string,
    changes: readonly LedgerChange[],
    method: (itemClass: string) => CopyMethod,
    end: PageEnd,
    selection: Selection,
  ): Promise<Recorded>;
  /**
   * Finds items that moved from one folder to another, so that the copy is moved too. If both were copied before that
   * was known, the older copy is superseded. Returns how many were found.
   */
  pairMoves(): Promise<number>;
  /** Picks pending items and writes their intent rows. Never two of one match key at once in a folder. */
  claim(batchId: string, limits: ClaimLimits, selection: Selection, now: number): Promise<Batch | undefined>;
  settle(outcomes: readonly ItemOutcome[]): Promise<void>;
  /** Both in one call: `settle`, then `claim`. */
  settleAndClaim(
    outcomes: readonly ItemOutcome[],
    batchId: string,
    limits: ClaimLimits,
    selection: Selection,
    now: number,
  ): Promise<Batch | undefined>;
  /** When the earliest held-back item may be claimed (epoch ms); undefined when nothing is pending for this pass. */
  nextPendingAt(selection: Selection): Promise<number | undefined>;
  unconfirmed(): Promise<UnconfirmedItem[]>;
  /** Of these destination ids, those that the ledger has as someone's copy. */
  arrived(destinationIds: readonly string[]): Promise<string[]>;
  /** Copied items whose read state at the source differs from the one last written to the destination. */
  readChanges(limit: number): Promise<{ id: string; destinationId: string; isRead: boolean }[]>;
  /** `changeKey` is the copy's new one, if the destination returned it. */
  readSettled(items: readonly { id: string; isRead: boolean; changeKey?: string }[]): Promise<void>;
  /** Copies to remove because their newer version has arrived. */
  superseded(limit: number): Promise<(Copy & { id: string })[]>;
  /** These are removed, or kept (`isKept`). Kept ones are listed, and returned again in the next pass. */
  supersededSettled(copies: readonly { id: string; isKept: boolean }[]): Promise<void>;
  /** Copies whose item was deleted at the source. */
  left(limit: number): Promise<(Copy & { id: string })[]>;
  /** How many there are, and how many copies in all. */
  leftCount(): Promise<{ left: number; copied: number }>;
  /** These are removed from the destination, or kept (`isKept`). Kept ones are listed, and not returned again. */
  leftSettled(items: readonly { id: string; isKept: boolean }[]): Promise<void>;
  /**
   * Notes folders that failed in this pass, with their number of tries. Items of a folder that is set aside wait for the
   * next pass; the folder is listed until a pass ends that did not set it aside.
   */
  noteTroubles(troubles: readonly KnownTrouble[]): Promise<void>;
  /** The pass has ended: folders that it did not set aside count as recovered. */
  endTroubles(): Promise<void>;
  /**
   * Failed items that are not listed yet, and listed ones that have recovered; the same for folders, if any. `subjects`:
   * which items keep their subjects from now on; undefined while items are in flight.
   */
  unlisted(limit: number, subjects?: KeptSubjects): Promise<Unlisted>;
  listed(ids: readonly string[], folderIds?: readonly string[]): Promise<void>;
  /** The settings copied so far (setting → fingerprint), and the kinds that this pass has finished. */
  settings(): Promise<{ carried: [key: string, fingerprint: string][]; settled: SettingKind[] }>;
  /** Stores what was copied of one kind, replaces its omissions, and marks the kind as finished in this pass. */
  settleSettings(
    kind: SettingKind,
    carried: readonly [key: string, fingerprint: string][],
    omissions: readonly Omission[],
  ): Promise<void>;
  /** Omissions that are not listed yet, and the keys of listed ones that have recovered. */
  unlistedOmissions(limit: number): Promise<{ omissions: ListedOmission[]; recovered: string[] }>;
  omissionsListed(keys: readonly string[]): Promise<void>;
  summary(selection: Selection): Promise<LedgerSummary>;
  /** The sync state of the destination folder up to which `compare` has read; undefined before the first time. */
  comparedTo(folderId: string): Promise<string | undefined>;
  /** Notes which copies of a folder are there, and which are missing. */
  compare(folderId: string, sight: Sight): Promise<void>;
  /** Copies that `compare` has reported neither present nor missing. Scans every row. */
  unseen(folderId: string, limit: number): Promise<string[]>;
  /** How many copies are missing, and the first `limit` of them. */
  missing(folderId: string, limit: number): Promise<{ missing: Tally; first: KnownCopy[] }>;
}
