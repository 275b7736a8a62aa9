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
  /** It has been read to its end in this pass. */
  isRead?: boolean;
  /** It is being read from nothing, and the ledger waits for the last page of that. */
  awaitsEnd?: boolean;
  /** Digest of the sync state that its last recorded page led to; what was recorded since a watermark is known by it. */
  readTo?: string;
  /** Some of its items may have arrived where it goes, or not. */
  hasUnconfirmed?: boolean;
  /** See `endFolder`. */
  isGone?: boolean;
  /** Some of its items have to be looked for at the destination before they are copied. */
  seeks?: boolean;
  /** See `Place`. */
  signature?: string;
};

/**
 * `pending` waits to be copied · `intent` is on its way · `doubt` may or may not have arrived · `done` has
 * arrived, the destination said so · `failed` is given up and listed · `gone` is no longer at the source and has no
 * copy of ours · `left` is no longer at the source, and its copy is still there.
 */
export type ItemState = 'pending' | 'intent' | 'doubt' | 'done' | 'failed' | 'gone' | 'left';

/** Where a page of a folder's change list stands. */
export type PageEnd = {
  /** The server has nothing more for now. */
  isLast: boolean;
  /** Digest of the sync state that it leads to. */
  readTo: string;
  /** Messages and appointments that are new are looked for at the destination before they are copied. */
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
      /** Only for projects that opted in to subjects in error lists. */
      subject?: string;
    }
  | { kind: 'delete'; id: string }
  | { kind: 'read-flag'; id: string; isRead: boolean; changeKey?: string };

/** An item's copy at the destination, as it was when the destination last told us of it. */
export type Copy = { destinationId: string; changeKey: string };

export type LedgerItem = {
  id: string;
  changeKey: string;
  itemClass: string;
  sizeBytes: number;
  matchKey: string;
  method: CopyMethod;
  /** Attempts that failed for a reason of the item's own. */
  attempts: number;
  isRead?: boolean;
  /** The copy of an earlier version: it goes once this one has arrived, unless someone changed it meanwhile. */
  replaces?: Copy;
  /** The copy is at the destination, in the folder that the item was in before; it only has to be moved. */
  moves?: Copy;
};

/**
 * Items of one folder that cross together; each has its intent row before `claim` returns. In a batch that `moves`
 * every item has a copy to be moved, in any other none has.
 */
export type Batch = { id: string; folderId: string; method: CopyMethod; moves: boolean; items: LedgerItem[] };

/** What is told of a copy when it is missing. */
export type KnownCopy = { itemClass: string; sizeBytes: number; itemAt?: string };

/** Ids at the destination, ours and others, as its folder's changes tell them. */
export type Sight = {
  present: readonly string[];
  gone: readonly string[];
  /** The folder is read from nothing, and this is its first page: what was noted before is forgotten. */
  begins?: boolean;
  /** What is not seen by now is not there: the folder has been read from nothing to its end. */
  isWhole?: boolean;
  /** The folder has been read to its end, which is here. */
  syncState?: string;
};

/** Which of the pending items a pass takes. The others are deferred: they wait for a pass that wants them. */
export type Selection = {
  /** Only items that failed before this pass began. */
  retriesOnly?: boolean;
  /** Only items dated before this instant (ISO 8601); items without a date are not old for sure, and wait. */
  before?: string;
  /** Only items dated at or after `from` and before `until`; items without a date are taken. */
  from?: string;
  until?: string;
  kinds?: readonly ItemKind[];
  /** At most so many items of each folder, earlier passes counted. */
  maxItemsPerFolder?: number;
  /** At most so many bytes of the mailbox, earlier passes counted. */
  maxTotalBytes?: number;
};

/** How the sums of the ledger have changed. */
export type Recorded = { waiting: Tally; copied: Tally; failed: Tally };

/** An item that stands in a destination folder and may be the copy of one of the source. */
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
  /** What was read or marked unread: its change key is another one now. */
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
 * What is known of a destination folder: what changed before `syncState`, how many items in it (our copies, and what may
 * become one), and what it looked like from outside when all that others brought there had been read last; opaque.
 */
export type Place = { id: string; syncState?: string; signature?: string; known: number };

/** What was found at the destination and need not be copied, and how the sums have changed by it. */
export type Adoption = {
  adopted: Tally;
  recorded: Recorded;
  /** Messages that were not found, and that a rule may have moved elsewhere; and when the youngest came to the source. */
  roaming: number;
  youngestAt?: string;
  /** Copies of ours that look like what was found. They are to be asked for, and then it is looked again. */
  unsure: string[];
};

/** Copies that were asked for: those that stand where they were, and those that do not. */
export type Asked = { present: readonly string[]; gone: readonly string[] };

export type ClaimLimits = {
  maxItems: number;
  /** Sum of the items' sizes; a batch of one may be larger. */
  maxBytes: number;
  /** An item of at least this size crosses alone, streamed. */
  streamFromBytes: number;
};

/** Of which items the ledger keeps subjects, where the project has opted in to them or not. */
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
 * Something that did not come along: of the mailbox's settings, or of an item that else arrived; or a `copy` that stays
 * though its item is gone.
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
  /** Tried again, not before `notBeforeAt` (epoch ms), by `method`; `copies` when there is nothing to move any more. */
  | { to: 'pending'; attempts: number; method: CopyMethod; notBeforeAt?: number; copies?: true }
  | { to: 'failed'; fault: Fault }
  /**
   * `attempts` where the slice itself saw the attempt fail; a crash is not the item's fault. `at` is when it gave up
   * waiting for an answer (epoch ms); without, when the intent was written. `fault` is what the item is listed with where
   * a page stood in the place of the answer, time after time. `omissions` as with `done`, where it has arrived.
   */
  | { to: 'doubt'; attempts?: number; at?: number; fault?: Fault; omissions?: readonly string[] }
  | { to: 'gone' }
);

/** An item that may have arrived: an intent row whose outcome no one heard. */
export type UnconfirmedItem = {
  id: string;
  folderId: string;
  /** Of the version that was on its way, and of newer ones that the source has told of since. */
  matchKeys: string[];
  method: CopyMethod;
  attempts: number;
  sizeBytes: number;
  /** Since when no one waits for the write's answer any more, epoch ms: the server may have begun it right before. */
  sinceAt: number;
  /** What it is listed with where it never arrives: a page stood in the place of the last answer. */
  page?: Fault;
  /**
   * It was a copy that was being moved, made for the source item `markedAs`; or one that was received at the
   * destination, which has the `wideKey` of its item and else looks as it came there.
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
  /** Copies that `compare` has not told of. */
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
  /** Of those copied: what stood at the destination already, and was not copied. Absent where there is none. */
  adopted?: Tally;
};

/** What a ledger tells when it is opened. `troubles`: folders that failed in this pass, or were set aside by an earlier one. */
export type Opened = { folders: LedgerFolder[]; summary: LedgerSummary; troubles?: KnownTrouble[] };

/**
 * What is known of every item of one mailbox. One writer at a time: `open` takes the ledger for a lease, and every
 * call of an older lease is refused with a fault of kind `stopped`. Every call is atomic and survives a crash once
 * it has returned.
 */
export interface Ledger {
  /**
   * Takes the ledger for a slice of a pass. Intents that an older lease left behind become unconfirmed as of `now`; with the first
   * slice of a pass that `retries`, every failed item becomes pending again, by the best of `methods`.
   */
  open(
    pass: { id: string; retries: boolean; methods: readonly CopyMethod[] },
    selection: Selection,
    now: number,
  ): Promise<Opened>;
  /** These have been read to their end in this pass: no other slice of it reads them again. */
  foldersRead(folderIds: readonly string[]): Promise<void>;
  /** Replaces the mapping. Items of folders that are not in it stay known, and wait until their folder is back. */
  mapFolders(folders: readonly LedgerFolder[]): Promise<void>;
  /** Adds to the mapping. */
  addFolders(folders: readonly LedgerFolder[]): Promise<void>;
  /** What already stands in a destination folder: source items that match are taken for copied when they are recorded. */
  expect(folderId: string, present: readonly PresentItem[]): Promise<void>;
  /** Keeps the destination folder's baseline sync state; has to return before the first upload into the folder. `now`: since when, epoch ms. */
  setBaseline(sourceId: string, baseline: string, now?: number): Promise<void>;
  /** The destination folders of which changes have been read. */
  places(): Promise<Place[]>;
  /** Notes what changed in a destination folder. What is ours is known by its id; the rest waits for `adopt`. */
  recordArrivals(placeId: string, arrivals: Arrivals): Promise<void>;
  /** Notes what destination folders look like of which all that others brought there is known. */
  noteSignatures(places: readonly { id: string; signature: string }[]): Promise<void>;
  /**
   * Finds pending items that stand at the destination already, in the folder that they are to go to; `everywhere`: in
   * any. Each of the destination's items is taken once. When nothing is unsure or roams any more, what was not found is
   * free to be copied.
   */
  adopt(everywhere: boolean, selection: Selection, asked: Asked): Promise<Adoption>;
  /**
   * The folder is about to be read from nothing, though it was read before: what the ledger knows and the reading
   * has not brought with its last page has left the source.
   */
  relistFolder(folderId: string): Promise<void>;
  /** The source has this folder no more: all that was in it has left. Returns by how much each sum has changed. */
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
   * Finds items that left one folder and came into another: the copy is to be moved. Where both were copied before
   * that was known, the older copy is superseded. Returns how many were found.
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
  /** Copied items whose read state at the source is another than what the destination was last told. */
  readChanges(limit: number): Promise<{ id: string; destinationId: string; isRead: boolean }[]>;
  /** `changeKey` is the copy's new one, where the destination told it. */
  readSettled(items: readonly { id: string; isRead: boolean; changeKey?: string }[]): Promise<void>;
  /** Copies whose newer version has arrived: they are to go. */
  superseded(limit: number): Promise<(Copy & { id: string })[]>;
  /** They are gone, or are to stay (`isKept`): these are listed, and asked for again in the next pass. */
  supersededSettled(copies: readonly { id: string; isKept: boolean }[]): Promise<void>;
  /** Copies whose item was deleted at the source. */
  left(limit: number): Promise<(Copy & { id: string })[]>;
  /** How many there are, and how many copies in all. */
  leftCount(): Promise<{ left: number; copied: number }>;
  /** They are gone from the destination, or are to stay (`isKept`): these are listed, and not asked for again. */
  leftSettled(items: readonly { id: string; isKept: boolean }[]): Promise<void>;
  /**
   * Notes that folders have failed in this pass, each with all its tries. Of one that is set aside nothing is given out
   * before the next pass, and it is listed until a pass ends that did not set it aside.
   */
  noteTroubles(troubles: readonly KnownTrouble[]): Promise<void>;
  /** The pass has ended: folders that it did not set aside are in no trouble any more. */
  endTroubles(): Promise<void>;
  /**
   * Failed items that have not been listed yet, and those once listed that have recovered since; the same of folders,
   * where there are any. `subjects`: those of which items stay, from now on; undefined while items are on their way.
   */
  unlisted(limit: number, subjects?: KeptSubjects): Promise<Unlisted>;
  listed(ids: readonly string[], folderIds?: readonly string[]): Promise<void>;
  /** What was carried of the mailbox's settings (setting → fingerprint), and which kinds this pass is done with. */
  settings(): Promise<{ carried: [key: string, fingerprint: string][]; settled: SettingKind[] }>;
  /** Notes what was carried of one kind, replaces its list of what could not be, and marks it as done in this pass. */
  settleSettings(
    kind: SettingKind,
    carried: readonly [key: string, fingerprint: string][],
    omissions: readonly Omission[],
  ): Promise<void>;
  /** Omissions that have not been listed yet, and the keys of those once listed that are none any more. */
  unlistedOmissions(limit: number): Promise<{ omissions: ListedOmission[]; recovered: string[] }>;
  omissionsListed(keys: readonly string[]): Promise<void>;
  summary(selection: Selection): Promise<LedgerSummary>;
  /** Up to which sync state of the destination folder `compare` has heard of it; undefined: of nothing. */
  comparedTo(folderId: string): Promise<string | undefined>;
  /** Notes which copies of a folder stand there, and which no longer do. */
  compare(folderId: string, sight: Sight): Promise<void>;
  /** Copies of which `compare` has told neither that they are there nor that they are not. Looks at every row. */
  unseen(folderId: string, limit: number): Promise<string[]>;
  /** Copies that are not there any more, and the first `limit` of them. */
  missing(folderId: string, limit: number): Promise<{ missing: Tally; first: KnownCopy[] }>;
}
