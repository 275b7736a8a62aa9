import type { Fault } from '../model/fault.ts';
import type { MailboxCount } from '../model/count.ts';
import type { LedgerSummary } from '../model/ledger-facts.ts';
import type { PaceMemory } from '../pacing/pacer.ts';
import type { FolderReport } from '../model/progress.ts';

export type SliceResult = {
  summary?: LedgerSummary;
  versions?: { source: string; destination: string };
  /** Inventory: what has been counted so far. */
  count?: MailboxCount;
  /** For the next slice of the pass. */
  pace?: PaceMemory;
} & (
  | { outcome: 'done'; folders: FolderReport[] }
  /** The time is up; there is more to do. */
  | { outcome: 'more' }
  /** Nothing can be done before `resumeAt` (epoch ms). */
  | { outcome: 'wait'; resumeAt: number; fault?: Fault }
  | { outcome: 'stopped' }
  /** Needs a person to fix something. */
  | { outcome: 'paused'; fault: Fault }
  | { outcome: 'failed'; fault: Fault }
);
