import type { Progress } from '../../engine/model/progress.ts';
import type { Sample } from '../../engine/model/tally.ts';
import { ratesOf } from '../../engine/model/tally.ts';
import type { SliceReport } from '../passes/live-board.ts';

/** How far a slice is, and how fast it goes. */
export type ProgressReport = {
  note(progress: Progress): void;
  /** Undefined until the ledger has returned the work of earlier slices: screens must not fall back to zero. */
  now(): SliceReport | undefined;
};

export function createProgressReport(clock: () => number): ProgressReport {
  const samples: Sample[] = [];
  let progress: Progress | undefined;
  return {
    note: (next) => {
      progress = { ...next };
    },
    now: () => {
      if (!progress) return undefined;
      const at = clock();
      samples.push({ at, copied: progress.done });
      return { progress, rates: ratesOf(samples, at), at };
    },
  };
}
