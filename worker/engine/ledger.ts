import type { Fault } from './fault.ts';
import type { CopyPath, ItemKind } from './item.ts';
import type { Tally } from './tally.ts';

/** A source folder and where its items go. */
export type LedgerFolder = {
  sourceId: string;
  destinationId: string;
  /** Names from the root, joined by `/`; for people. */
  path: string;
  distinguishedId?: string;
  /** Sync state that the destination folder had before the first upload into it; doubt starts to look there. */
  mark?: string;
};

/**
 * `pending` waits to be copied · `intent` is on its way · `doubt` may or may not have arrived · `done` has
 * arrived, the destination said so · `failed` is given up and listed · `gone` left the source before it crossed.
 */
export type ItemState = 'pending' | 'intent' | 'doubt' | 'done' | 'failed' | 'gone';

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
      isRead?: boolean;
      /** ISO 8601; for the error list. */
      itemAt?: string;
      /** Only for projects that opted in to subjects in error lists. */
      subject?: string;
    }
  | { kind: 'delete'; id: string }
  | { kind: 'read-flag'; id: string; isRead: boolean };

export type LedgerItem = {
  id: string;
  changeKey: string;
  itemClass: string;
  sizeBytes: number;
  matchKey: string;
  path: CopyPath;
  /** Attempts that failed for a reason of the item's own. */
  attempts: number;
  isRead?: boolean;
};

/** Items of one folder that cross together; each has its intent row before `claim` returns. */
export type Batch = { id: string; folderId: string; path: CopyPath; items: LedgerItem[] };

export type ClaimLimits = {
  maxItems: number;
  /** Sum of the items' sizes; a batch of one may be larger. */
  maxBytes: number;
  /** An item of at least this size crosses alone, streamed. */
  streamFromBytes: number;
};

export type ItemError = {
  id: string;
  folderPath: string;
  itemClass: string;
  kind: ItemKind;
  sizeBytes: number;
  itemAt?: string;
  path: CopyPath;
  fault: Fault;
  subject?: string;
};

export type ItemOutcome = { id: string } & (
  | { to: 'done'; destinationId: string; changeKey: string }
  /** Tried again, not before `notBeforeAt` (epoch ms), by `path`. */
  | { to: 'pending'; attempts: number; path: CopyPath; notBeforeAt?: number }
  | { to: 'failed'; fault: Fault }
  /** `attempts` where the slice itself saw the attempt fail; a crash is not the item's fault. */
  | { to: 'doubt'; attempts?: number }
  | { to: 'gone' }
);

/** An item that may have arrived: an intent row whose outcome no one heard. */
export type Doubt = {
  id: string;
  folderId: string;
  matchKey: string;
  path: CopyPath;
  attempts: number;
  sizeBytes: number;
  /** When the write began, epoch ms. */
  intentAt: number;
};

export type FolderTally = {
  folderId: string;
  path: string;
  distinguishedId?: string;
  copied: Tally;
  failed: Tally;
  waiting: Tally;
};
export type KindTally = { kind: ItemKind; copied: Tally; failed: Tally };
export type LedgerSummary = {
  folders: FolderTally[];
  kinds: KindTally[];
  copied: Tally;
  failed: Tally;
  waiting: Tally;
};

/**
 * What is known of every item of one mailbox. One writer at a time: `open` takes the ledger for a lease, and every
 * call of an older lease is refused with a fault of kind `stopped`. Every call is atomic and survives a crash once
 * it has returned.
 */
export interface Ledger {
  /** Takes the ledger. Intents that an older lease left behind become doubts. */
  open(now: number): Promise<{ folders: LedgerFolder[]; summary: LedgerSummary }>;
  /** Replaces the mapping. Items of folders that are not in it stay known, and wait until their folder is back. */
  mapFolders(folders: readonly LedgerFolder[]): Promise<void>;
  /** Keeps the destination folder's mark; has to return before the first upload into the folder. */
  markFolder(sourceId: string, mark: string): Promise<void>;
  /** Records a page. Applying one twice changes nothing. Returns what became new work. */
  record(folderId: string, changes: readonly LedgerChange[], path: (itemClass: string) => CopyPath): Promise<Tally>;
  /** Picks pending items and writes their intent rows. Never two of one match key at once in a folder. */
  claim(batchId: string, limits: ClaimLimits, now: number): Promise<Batch | undefined>;
  settle(outcomes: readonly ItemOutcome[]): Promise<void>;
  /** When the earliest held-back pending item may be claimed (epoch ms); undefined when nothing is pending. */
  nextPendingAt(): Promise<number | undefined>;
  doubts(): Promise<Doubt[]>;
  /** Of these destination ids, those that the ledger has as arrived. */
  arrived(destinationIds: readonly string[]): Promise<string[]>;
  /** Copied items whose read state at the source is another than what the destination was last told. */
  readChanges(limit: number): Promise<{ id: string; destinationId: string; isRead: boolean }[]>;
  readSettled(items: readonly { id: string; isRead: boolean }[]): Promise<void>;
  /** Failed items that have not been listed yet, and those once listed that have recovered since. */
  unlisted(limit: number): Promise<{ failed: ItemError[]; recovered: string[] }>;
  listed(ids: readonly string[]): Promise<void>;
  summary(): Promise<LedgerSummary>;
}
