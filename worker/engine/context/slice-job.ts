import type { SeenFolder } from '../../lib/folder-rules.ts';
import type { Budget } from '../pacing/budget.ts';
import type { Spend } from '../pacing/spend.ts';
import type { MailboxCount } from '../model/count.ts';
import type { PairMemory, Watermarks } from '../model/memory.ts';
import type { Fault } from '../model/fault.ts';
import type { Ledger } from '../model/ledger.ts';
import type { MailboxDestination, MailboxSource } from '../model/mailbox.ts';
import type { PaceMemory } from '../pacing/pacer.ts';
import type { PassOptions, PassOrder } from '../model/pass.ts';
import type { PeopleMap } from '../model/setting.ts';
import type { Progress } from '../model/progress.ts';

/** What one slice is given. It never changes while the slice runs. */
export type SliceJob = Readonly<{
  source: MailboxSource;
  destination: MailboxDestination;
  ledger: Ledger;
  order: PassOrder;
  /** As they are now: they may change while the slice runs. */
  options: () => PassOptions;
  /** Batches in flight at once, at most. */
  maxConcurrency: number;
  /** Slices of this pass in a row that ended in a wait. */
  priorWaits: number;
  /** What is known of the two servers; without it, no trial upload is made. */
  pairs?: PairMemory;
  /** Finds the server that is responsible now; true when the next slice will go to another one. */
  rediscover?: (fault: Fault) => Promise<boolean>;
  /** A slice of this run has begun before: both servers have let us in. */
  isResumed?: boolean;
  memory: Budget;
  /** Inventory: what earlier slices of the pass have counted. */
  counted?: MailboxCount;
  /** The calls that the slice may still make; without, as many as it likes. */
  spend?: Pick<Spend, 'hold' | 'isSpent'>;
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
  unconfirmedWaitMs: number;
  /** Aborted when the slice must stop: it begins nothing new, and requests in flight may finish. */
  stop: AbortSignal;
  /** Every request ends at once. */
  abort: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** What the source has for folders, whatever the options say of them. Must not throw. */
  onFolders?: (folders: readonly SeenFolder[]) => void;
  /** The mailbox's own address at the source, and where people whom its settings name are at the destination. */
  people?: { owner: string; mapOf: (addresses: readonly string[]) => Promise<PeopleMap> };
}>;

export type SliceDeps = SliceJob & {
  watermarks: Watermarks;
  /** What the slice before handed on; absent in the first one of a pass. */
  pace?: PaceMemory;
};
