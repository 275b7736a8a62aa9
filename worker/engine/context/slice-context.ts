import type { SeenFolder } from '../../lib/folder-rules.ts';
import type { Budget } from '../pacing/budget.ts';
import type { PairMemory } from '../copy/canary.ts';
import type { Action } from '../pacing/decide.ts';
import { decide } from '../pacing/decide.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, faultOf } from '../model/fault.ts';
import type { CopyPath, Folder } from '../model/item.ts';
import type { Ledger, LedgerFolder, LedgerSummary, Recorded, Selection } from '../model/ledger.ts';
import type { KeptWatermarks } from './kept-watermarks.ts';
import type { MailboxDestination, MailboxSource, Reach } from '../model/mailbox.ts';
import type { Pace, PaceMemory } from '../pacing/pacer.ts';
import { pace } from '../pacing/pacer.ts';
import type { PassOptions, PassOrder } from '../model/pass.ts';
import type { AddressMap } from '../settings/addresses.ts';
import { selectionOf } from '../model/pass.ts';
import { addTally } from '../model/tally.ts';
import type { Tally } from '../model/tally.ts';

/** How far each source folder has been read. The order of calls matters: see `put`. */
export interface Watermarks {
  all(): Promise<ReadonlyMap<string, string>>;
  /** Called only after the pages that led to each `syncState` are in the ledger. */
  put(marks: readonly Watermark[]): Promise<void>;
}

export type Watermark = { folder: LedgerFolder; syncState: string };

export type Phase = 'verifying' | 'folders' | 'inventory' | 'copying' | 'resolving' | 'settings' | 'reconciling';

export type Progress = { phase: Phase; total: Tally; done: Tally; failed: Tally };

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
  people?: { owner: string; mapOf: (addresses: readonly string[]) => Promise<AddressMap> };
};

export type FolderReport = {
  folderId: string;
  path: string;
  distinguishedId?: string;
  source: Tally;
  destination: Tally;
  /** Copies that are no longer where they were put. */
  missing: Tally;
  /** Items of the destination folder that are no copy of ours. */
  extra: number;
  /** The first of the missing ones, for people to look into. */
  differences: Difference[];
};

/** A copy that is no longer in its folder at the destination. */
export type Difference = { itemClass: string; sizeBytes: number; itemAt?: string };

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

/** Why a slice ends before its work is done; thrown inside a slice, never out of it. */
export class SliceEnd extends Error {
  readonly result: SliceResult;
  constructor(result: SliceResult) {
    super(result.outcome);
    this.name = 'SliceEnd';
    this.result = result;
  }
}

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

/** Also when the rules for folders have changed: the next slice prepares them anew. */
export function isOver(context: SliceContext): boolean {
  return (
    context.end !== undefined ||
    context.stop.aborted ||
    context.abort.aborted ||
    context.now() >= context.deadlineAt ||
    context.folderRules !== folderRulesOf(context.options())
  );
}

export function folderRulesOf(options: PassOptions): string {
  const { excludedFolders, folderMapping } = options;
  return JSON.stringify([excludedFolders ?? [], folderMapping ?? [], reachOf(options)]);
}

/** What of a mailbox a pass is about beside its message folders. */
export function reachOf({ archive = false, recoverableItems = false }: PassOptions): Required<Reach> {
  return { archive, recoverableItems };
}

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

/** How the slice ends when its work is not done. */
export function interruption(context: SliceContext): SliceResult {
  if (context.end) return context.end;
  return context.stop.aborted || context.abort.aborted ? { outcome: 'stopped' } : { outcome: 'more' };
}

/** Waits, but not beyond the end of the slice: then the slice ends and the pass resumes at that moment. */
export async function waitUntil(context: SliceContext, at: number, fault?: Fault): Promise<void> {
  const ms = at - context.now();
  if (ms <= 0) return;
  if (at > context.deadlineAt) throw new SliceEnd({ outcome: 'wait', resumeAt: at, ...(fault && { fault }) });
  await context.sleep(ms, context.stop);
  if (context.stop.aborted) throw new SliceEnd({ outcome: 'stopped' });
}

/** What to do about a fault in this slice; see `decide`. */
export function decideHere(context: SliceContext, fault: Fault, failures: number, inMidRun = true): Action {
  const action = decide(fault, failures, context.random(), inMidRun);
  return 'delayMs' in action
    ? { ...action, delayMs: Math.min(action.delayMs, context.longestWaitMs ?? Infinity) }
    : action;
}

/**
 * Makes a call that concerns the mailbox as a whole, again where the fault says so. Throws SliceEnd when the
 * mailbox has to wait, pause or fail, and the FaultError itself when only the caller can know what to do.
 */
export async function attempt<T>(context: SliceContext, call: () => Promise<T>, opensSlice = false): Promise<T> {
  const isFirstContact = opensSlice && context.isResumed !== true;
  for (let failures = context.order.type === 'verify' ? 0 : context.priorWaits; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof SliceEnd) throw error;
      if (context.abort.aborted) throw new SliceEnd({ outcome: 'stopped' });
      const fault = faultOf(error);
      const isFirst = isFirstContact && !context.isLetIn;
      const isRefused = fault.kind === 'credentials';
      const action = decideHere(context, fault, isRefused ? context.pace.refusals : failures, !isFirst);
      switch (action.do) {
        case 'retry':
        case 'slow-down':
        case 'split':
          if (context.order.type === 'verify' && failures >= 2) throw new SliceEnd({ outcome: 'failed', fault });
          // Nothing else is to try that account meanwhile.
          if (isRefused)
            context.pace = pace(context.pace, { type: 'wait', delayMs: action.delayMs, now: context.now(), fault });
          await waitUntil(context, context.now() + action.delayMs, fault);
          continue;
        case 'pause':
          throw new SliceEnd({ outcome: isFirst && fault.kind !== 'access' ? 'failed' : 'paused', fault });
        case 'fail':
          throw new SliceEnd({ outcome: 'failed', fault });
        case 'stop':
          throw new SliceEnd({ outcome: 'stopped' });
        default:
          throw error instanceof FaultError ? error : new FaultError(fault);
      }
    }
  }
}
