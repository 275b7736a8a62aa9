import type { Folder } from '../model/item.ts';
import type { CopyMethod } from '../../lib/copy-methods.ts';
import type { KnownTrouble } from '../model/folder-trouble.ts';
import type { LedgerFolder, Recorded, Selection } from '../model/ledger-facts.ts';
import type { ChangePage, ItemRef } from '../model/mailbox.ts';
import { folderRulesOf, selectionOf, stepsOf } from '../model/pass.ts';
import type { Progress } from '../model/progress.ts';
import { NOTHING, addTally } from '../model/tally.ts';
import type { Pace } from '../pacing/pacer.ts';
import { startPace } from '../pacing/pacer.ts';
import type { KeptWatermarks } from './kept-watermarks.ts';
import { keepWatermarks } from './kept-watermarks.ts';
import type { News } from './news.ts';
import { createNews } from './news.ts';
import type { SliceDeps, SliceJob } from './slice-job.ts';
import type { SliceResult } from './slice-result.ts';

/** What the slice waits for, and when it ends. */
export type SliceWaits = {
  pace: Pace;
  /** Both servers have let this pass in, in this slice or in one before. */
  isLetIn: boolean;
  /** Earliest moment at which an unconfirmed item may be resolved. */
  unconfirmedDueAt?: number;
  /** The same of items that became unconfirmed since they were last looked into. */
  freshUnconfirmedDueAt?: number;
  /** Set once: the slice ends with this result. */
  end?: SliceResult;
  /** Notified when a folder is mapped, items are found, or a part of the slice has ended. */
  news: News;
  /** Items are on their way, or may be at once. */
  isCopying: boolean;
  /** Settles once the first batch has been read: what was asked for ahead is copied before more is asked for. */
  opening?: PromiseWithResolvers<void>;
  /** While a first item tests `transfer`: no other exported item is uploaded before this settles. Never rejects. */
  trial?: Promise<void>;
};

/** What the slice learns of the mailbox, of both servers and of its own progress. */
export type SliceFindings = {
  watermarks: KeptWatermarks;
  /** By the id of the source folder. */
  folders: Map<string, LedgerFolder>;
  /** Those of them that the ledger has mapped, in that order. */
  readable: LedgerFolder[];
  /** All folders of this pass are mapped. */
  isMapped: boolean;
  /** Folders that no longer exist at the source, but have unconfirmed items. */
  gone: Map<string, LedgerFolder>;
  /** Folders that the ledger knows and the source does not list: to be asked for. */
  unlisted: LedgerFolder[];
  sourceTree: Folder[];
  /** As it was when the slice began, at `listedAt` (epoch ms). */
  destinationTree: Folder[];
  listedAt: number;
  /** Folders that have failed by their own fault, in this pass or in one before; by source folder. */
  troubles: Map<string, KnownTrouble>;
  /** Folders that could be read in this slice, by their ids. */
  answered: { source: Set<string>; destination: Set<string> };
  /** Paths both sides can; shrinks when a server turns out not to know one. */
  usable: CopyMethod[];
  /** Largest request that the destination's front door takes. */
  maxRequestBytes: number;
  /** The folder rules that this slice has prepared its folders by. */
  folderRules: string;
  progress: Progress;
  /** Every folder has been read to its end. */
  isInventoried: boolean;
  /** The inventory has stopped, at its end or before. */
  inventoryEnded: boolean;
  failedCount: number;
  /** Items in a row that a side has denied, as if the mailbox were at fault, and their folders; see `culpritOf`. */
  denied: { source: Map<string, string>; destination: Map<string, string> };
  /** By folder, items that the destination did not take; none of the folder was taken since. */
  refused: Map<string, Set<string>>;
  /** By folder, items that the destination failed at one by one; none of the folder was written since. */
  failing: Map<string, Set<string>>;
  /** Whether a folder of the source could be read after an item of it was denied, or the destination be written. */
  probes: Map<string, Promise<boolean>>;
  /** Nothing has shown yet whether the destination takes what the source exports. */
  isPairOpen: boolean;
  /** The destination has taken an exported item in this slice. */
  hasTransferred: boolean;
  /** The first small items that were found: some are tried before all others. */
  small: ItemRef[];
  /** The source has named items to this slice. */
  hasListedItems: boolean;
  /** Marks of destination folders that are being read, by source folder. */
  baselines: Map<string, Promise<void>>;
  /** Something has been sent to the destination in this slice. */
  hasWritten: boolean;
  /**
   * Messages that came to the source from this instant on (epoch ms) may be in any folder of the destination. Before
   * anything has crossed that is said of few: they wait until all folders have been read.
   */
  roamsFrom: number;
  /** When the changes of a destination folder were last asked for in this slice, by its id; epoch ms. */
  lastReadAt: Map<string, number>;
  /** Source folders whose new items must be looked up at the destination before copying; with the latest arrival. */
  seeking: Map<string, number>;
  /** First pages that were asked for before the folders were mapped: by source folder, in which turn of `reading`. */
  ahead: Map<string, { askedAt: number; page: Promise<ChangePage> }>;
  /** The same of destination folders whose baselines will be needed. */
  baselinesAhead: Map<string, Promise<ChangePage>>;
  /** Ends them. */
  aheadEnd: AbortController;
  reading: Reading;
};

/** What the parts of one slice share. A part that needs less takes less. */
export type SliceContext = SliceJob & SliceWaits & SliceFindings;

/** Counts events in the source's folders, to tell their order within this slice. */
export type Reading = {
  turn: number;
  /** When the last page of each folder was asked for. */
  askedAt: Map<string, number>;
  /** When a page last reported that something left its folder; 0 if that was in an earlier slice. */
  leftAt: number;
};

export function createContext({ watermarks, pace, ...job }: SliceDeps): SliceContext {
  return {
    ...job,
    pace: startPace(job.maxConcurrency, job.priorWaits, pace),
    isLetIn: pace?.isLetIn ?? false,
    isCopying: false,
    news: createNews(),
    watermarks: keepWatermarks(watermarks),
    folders: new Map(),
    readable: [],
    isMapped: false,
    gone: new Map(),
    unlisted: [],
    sourceTree: [],
    destinationTree: [],
    listedAt: 0,
    troubles: new Map(),
    answered: { source: new Set(), destination: new Set() },
    usable: [],
    maxRequestBytes: Infinity,
    folderRules: folderRulesOf(job.options()),
    progress: {
      phase: stepsOf(job.order.type).copies ? 'folders' : 'verifying',
      total: NOTHING,
      done: NOTHING,
      failed: NOTHING,
    },
    isInventoried: false,
    inventoryEnded: false,
    failedCount: 0,
    denied: { source: new Map(), destination: new Map() },
    refused: new Map(),
    failing: new Map(),
    probes: new Map(),
    small: [],
    isPairOpen: false,
    hasTransferred: false,
    hasListedItems: false,
    baselines: new Map(),
    hasWritten: false,
    roamsFrom: -Infinity,
    lastReadAt: new Map(),
    seeking: new Map(),
    ahead: new Map(),
    baselinesAhead: new Map(),
    aheadEnd: new AbortController(),
    reading: { turn: 0, askedAt: new Map(), leftAt: 0 },
  };
}

/** Methods that both sides support and the options allow, best first. */
export function methodsOf(context: Pick<SliceJob, 'options'> & Pick<SliceFindings, 'usable'>): CopyMethod[] {
  const { copyPaths, recipientMapping, rewriteAddresses } = context.options();
  const rewrites = rewriteAddresses === true && (recipientMapping?.length ?? 0) > 0;
  return context.usable.filter(
    (method) => (copyPaths?.includes(method) ?? true) && !(rewrites && method === 'transfer'),
  );
}

/** Which pending items this pass takes now. */
export function selectionNow(context: SliceJob): Selection {
  return selectionOf(context.order, context.options());
}

/** Carries over to the progress what a page has changed in the ledger. */
export function noteRecorded(
  { progress, onProgress }: SliceJob & SliceFindings,
  { waiting, copied, failed }: Recorded,
): void {
  progress.done = addTally(progress.done, copied);
  progress.failed = addTally(progress.failed, failed);
  progress.total = [waiting, copied, failed].reduce(addTally, progress.total);
  onProgress(progress);
}
