import type { SeenFolder } from '../../lib/folder-rules.ts';
import type { Budget } from '../pacing/budget.ts';
import type { PairMemory, Watermarks } from '../model/memory.ts';
import type { Fault } from '../model/fault.ts';
import type { CopyPath, Folder } from '../model/item.ts';
import type { Ledger, LedgerFolder, LedgerSummary, Recorded, Selection } from '../model/ledger.ts';
import type { KeptWatermarks } from './kept-watermarks.ts';
import type { MailboxDestination, MailboxSource } from '../model/mailbox.ts';
import type { Pace, PaceMemory } from '../pacing/pacer.ts';
import type { PassOptions, PassOrder } from '../model/pass.ts';
import { selectionOf } from '../model/pass.ts';
import type { PeopleMap } from '../model/setting.ts';
import { addTally } from '../model/tally.ts';
import type { FolderReport, Progress } from '../model/progress.ts';

export type SliceDeps = {
  source: MailboxSource;
  destination: MailboxDestination;
  ledger: Ledger;
  watermarks: Watermarks;
  order: PassOrder;
  /** As they are now: they may change while the slice runs. */
  options: () => PassOptions;
  /** Batches in flight at once, at most. */
  maxConcurrency: number;
  /** Slices of this pass in a row that ended in a wait. */
  priorWaits: number;
  /** What the slice before handed on; absent in the first one of a pass. */
  pace?: PaceMemory;
  /** What is known of the two servers; without, nothing is tried beforehand. */
  pairs?: PairMemory;
  /** Finds the server that is responsible now; true when the next slice will go to another one. */
  rediscover?: (fault: Fault) => Promise<boolean>;
  /** A slice of this run has begun before: both servers have let us in. */
  isResumed?: boolean;
  memory: Budget;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0..1 */
  random: () => number;
  newBatchId: () => string;
  /** Epoch ms after which nothing new is begun. */
  deadlineAt: number;
  /** No wait after a fault is longer; without, each is as long as the fault asks for. */
  longestWaitMs?: number;
  /** How long after an upload began its outcome may still be open; `DOUBT_WAIT_MS` against real servers. */
  doubtWaitMs: number;
  /** Told to stop: nothing new is begun, what is on its way may end. */
  stop: AbortSignal;
  /** Every request ends at once. */
  abort: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** What the source has for folders, whatever the options say of them. Must not throw. */
  onFolders?: (folders: readonly SeenFolder[]) => void;
  /** The mailbox's own address at the source, and where people whom its settings name are at the destination. */
  people?: { owner: string; mapOf: (addresses: readonly string[]) => Promise<PeopleMap> };
};

export type SliceResult = {
  summary?: LedgerSummary;
  versions?: { source: string; destination: string };
  /** For the next slice of the pass. */
  pace?: PaceMemory;
} & (
  | { outcome: 'done'; folders: FolderReport[] }
  /** The time is up; there is more to do. */
  | { outcome: 'more' }
  /** Nothing can be done before `resumeAt` (epoch ms). */
  | { outcome: 'wait'; resumeAt: number; fault?: Fault }
  | { outcome: 'stopped' }
  /** Someone has to put something right. */
  | { outcome: 'paused'; fault: Fault }
  | { outcome: 'failed'; fault: Fault }
);

/** What the parts of one slice share. */
export type SliceContext = Omit<SliceDeps, 'pace' | 'watermarks'> & {
  pace: Pace;
  watermarks: KeptWatermarks;
  /** Both servers have let this pass in, in this slice or in one before. */
  isLetIn: boolean;
  folders: Map<string, LedgerFolder>;
  /** Folders that the source has no more, and whose items are in doubt. */
  gone: Map<string, LedgerFolder>;
  /** Folders that the ledger knows and the source does not list: to be asked for. */
  unlisted: LedgerFolder[];
  sourceTree: Folder[];
  /** Paths both sides can; shrinks when a server turns out not to know one. */
  usable: CopyPath[];
  /** Largest request that the destination's front door takes. */
  maxRequestBytes: number;
  /** The folder rules that this slice has prepared its folders by. */
  folderRules: string;
  progress: Progress;
  /** Set once: the slice is to end with this. */
  end?: SliceResult;
  /** Every folder has been read to its end. */
  isInventoried: boolean;
  /** The inventory has stopped, at its end or before. */
  inventoryEnded: boolean;
  /** Earliest moment at which a doubt may be resolved. */
  doubtDueAt?: number;
  failedCount: number;
  marks: Map<string, Promise<void>>;
  reading: Reading;
};

/** In which order things were seen in the source's folders, counted in this slice. */
export type Reading = {
  turn: number;
  /** When the last page of each folder was asked for. */
  askedAt: Map<string, number>;
  /** When a page last told of something that has left its folder; 0 where that was in an earlier slice. */
  leftAt: number;
};

/** Paths that both sides can and the options allow, best first. */
export function pathsOf(context: SliceContext): CopyPath[] {
  const { copyPaths, recipientMapping, rewriteAddresses } = context.options();
  const rewrites = rewriteAddresses === true && (recipientMapping?.length ?? 0) > 0;
  return context.usable.filter((path) => (copyPaths?.includes(path) ?? true) && !(rewrites && path === 'transfer'));
}

/** Which pending items this pass takes now. */
export function selectionNow(context: SliceContext): Selection {
  return selectionOf(context.order, context.options());
}

/** Carries over to the progress what a page has changed in the ledger. */
export function noteRecorded(context: SliceContext, { waiting, copied, failed }: Recorded): void {
  const { progress } = context;
  progress.done = addTally(progress.done, copied);
  progress.failed = addTally(progress.failed, failed);
  progress.total = [waiting, copied, failed].reduce(addTally, progress.total);
  context.onProgress(progress);
}
