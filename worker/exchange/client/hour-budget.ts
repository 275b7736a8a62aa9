import { beyondBounds } from '../faults/bounds-fault.ts';
import type { Side } from '../faults/make-fault.ts';

const HOUR_MS = 3_600_000;
/** Ten passes over 20,000 folders. */
const MAX_PAGES = 200_000;
/** Forty mailboxes of 100,000 items. */
const MAX_ENTRIES = 4_000_000;
/** As long as a pass lasts: more than three times the largest mailboxes. */
const MAX_ENTRIES_OF_PASS = 10_000_000;

/**
 * What was listed of a mailbox in the present hour, since `sinceAt` (epoch ms), and entries in the pass. Stored as it is
 * in a run's row.
 */
export type HourMemory = { sinceAt: number; pages: number; entries: number; ofPass: number };

/** What a server may list of one mailbox within an hour, whatever it says: then the pass ends. */
export type HourBudget = {
  /** Counts the entries of a list's page. Throws FaultError when they exceed the budget. */
  count(entries: number, side: Side): void;
  learnt(): HourMemory;
};

/** `before` is what earlier slices of the pass have counted. */
export function createHourBudget(now: () => number, before?: HourMemory): HourBudget {
  let memory = before ?? { sinceAt: now(), pages: 0, entries: 0, ofPass: 0 };
  return {
    count: (entries, side) => {
      const at = now();
      if (at - memory.sinceAt >= HOUR_MS) memory = { ...memory, sinceAt: at, pages: 0, entries: 0 };
      memory.pages += 1;
      memory.entries += entries;
      memory.ofPass += entries;
      if (memory.pages <= MAX_PAGES && memory.entries <= MAX_ENTRIES && memory.ofPass <= MAX_ENTRIES_OF_PASS) return;
      const message = `The server listed ${memory.entries} entries on ${memory.pages} pages within an hour, and ${memory.ofPass} in this pass.`;
      throw beyondBounds('hour-spent', 'mailbox', message, side);
    },
    learnt: () => ({ ...memory }),
  };
}
