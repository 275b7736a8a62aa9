import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Fault } from './fault.ts';
import type { Tally } from './tally.ts';

/**
 * A part of a folder that is looked at: at most `most` of its items, in an order. `part` begins that far into the folder
 * (2 of 8: after a quarter of its items).
 */
export type Look = {
  order: 'largest' | 'oldest' | 'newest';
  most: number;
  part?: { index: number; of: number };
  /** Subjects are asked for, too. */
  withSubjects?: boolean;
};

/** What a look shows of an item. `at` is ISO 8601: when it was received, or made. */
export type SeenItem = { itemClass: string; sizeBytes: number; at?: string; subject?: string };

/** The items that a look has shown, in its order, and how many the folder has. */
export type Seen = { items: SeenItem[]; total: number };

/** Reads what an inventory needs beside the folders. It changes nothing. */
export interface MailboxCounter {
  /**
   * Looks at several folders with one request; one result each, in order. `counts` are the numbers of their items as far
   * as they are known. Throws FaultError when the call as a whole failed.
   */
  look(
    folders: readonly { id: string; count: number }[],
    look: Look,
    signal: AbortSignal,
  ): Promise<(Seen | { fault: Fault })[]>;
  delegateCount(signal: AbortSignal): Promise<number>;
  ruleCount(signal: AbortSignal): Promise<number>;
}

/** Items by kind and by age; `bytes` as the server reports sizes. */
export type Mix = { items: Tally; kinds: Partial<Record<ItemKind, Tally>>; ages: Tally[] };

/** Which of a mailbox's trees a folder is in. */
export type FolderPart = 'mailbox' | 'archive' | 'recoverable';

/** What is known of one folder. Plain JSON: slices hand it on to each other. */
export type FolderCount = {
  folderId: string;
  path: string;
  distinguishedId?: string;
  folderClass: string;
  part: FolderPart;
  /** As the server reports it of the folder. `bytes` absent: it reports no size. */
  count: number;
  bytes?: number;
  /** The items that were seen; all of them where `isWhole`. */
  seen: Mix;
  isWhole: boolean;
  /** How many looks the folder has had, and how many in a row failed by what may pass. */
  looks: number;
  failures: number;
  oldestAt?: string;
  newestAt?: string;
  /** Those that may be too large for the destination, the largest first. */
  large: SeenItem[];
  /** Items smaller than this may be missing among them. Absent: all are there. */
  largeDownTo?: number;
  /** Why its items could not be looked at; what the folder itself reports still counts. */
  fault?: Fault;
};

/** What is known of one side of a mailbox. Plain JSON. */
export type SideCount = {
  version?: string;
  /** Largest request that the server's front door takes. */
  maxRequestBytes?: number;
  /** Absent until the folders are listed. */
  folders?: FolderCount[];
  /** Folders that one request may name; it shrinks where a server takes fewer. */
  width: number;
  /** Null: the server does not tell. Absent: not asked yet. */
  delegates?: number | null;
  rules?: number | null;
  /** Why the mailbox could not be opened. */
  fault?: Fault;
};

/** Both sides of an inventory, as far as it has come. */
export type MailboxCount = { source: SideCount; destination: SideCount };

/** Items of a folder or of a side, as an inventory states them. */
export type Counted = {
  items: Tally;
  kinds: Partial<Record<ItemKind, Tally>>;
  ages: Tally[];
  oldestAt?: string;
  newestAt?: string;
  /** Kinds and ages follow from a part of the items. */
  isSampled: boolean;
};
