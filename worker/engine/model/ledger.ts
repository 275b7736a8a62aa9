import type { SettingKind } from '../../lib/omission-kinds.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { KnownTrouble } from './folder-trouble.ts';
import type { Omission } from './setting.ts';
import type { Tally } from './tally.ts';
import type {
  LedgerFolder,
  PageEnd,
  LedgerChange,
  Copy,
  Batch,
  KnownCopy,
  Sight,
  Selection,
  Recorded,
  PresentItem,
  Arrivals,
  Place,
  Adoption,
  Asked,
  ClaimLimits,
  KeptSubjects,
  Unlisted,
  ListedOmission,
  ItemOutcome,
  UnconfirmedItem,
  LedgerSummary,
  Opened,
} from './ledger-facts.ts';

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
