/** Shares a fixed number of bytes among those who need memory for a while. */
export type Budget = {
  /** Waits for room; more than the whole budget counts as the whole. Call the result once to give it back. */
  acquire(bytes: number, signal: AbortSignal): Promise<() => void>;
};

/** A budget that several parties share fairly: who holds least is served next. */
export type FairBudget = {
  /** The budget as the party of this name has it. */
  of(party: string): Budget;
};

type Entry = { party: string; bytes: number; grant: () => void };

export function createBudget(totalBytes: number): Budget {
  return createFairBudget(totalBytes).of('');
}

export function createFairBudget(totalBytes: number): FairBudget {
  let free = totalBytes;
  const queue: Entry[] = [];
  const held = new Map<string, number>();
  const heldBy = (party: string): number => held.get(party) ?? 0;
  const hold = (party: string, bytes: number): void => {
    free -= bytes;
    const now = heldBy(party) + bytes;
    if (now === 0) held.delete(party);
    else held.set(party, now);
  };
  const serve = () => {
    for (;;) {
      let next: Entry | undefined;
      for (const entry of queue) if (!next || heldBy(entry.party) < heldBy(next.party)) next = entry;
      // Wait for the first one that does not fit yet: smaller ones must not overtake it for ever.
      if (!next || next.bytes > free) return;
      queue.splice(queue.indexOf(next), 1);
      hold(next.party, next.bytes);
      next.grant();
    }
  };
  const acquire = (party: string, wanted: number, signal: AbortSignal): Promise<() => void> => {
    const bytes = Math.min(totalBytes, Math.max(0, wanted));
    return new Promise((resolve, reject) => {
      const abandon = () => {
        queue.splice(queue.indexOf(entry), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        serve();
      };
      const entry = {
        party,
        bytes,
        grant: () => {
          signal.removeEventListener('abort', abandon);
          let isHeld = true;
          resolve(() => {
            if (!isHeld) return;
            isHeld = false;
            hold(party, -bytes);
            serve();
          });
        },
      };
      queue.push(entry);
      if (signal.aborted) abandon();
      else {
        signal.addEventListener('abort', abandon, { once: true });
        serve();
      }
    });
  };
  return { of: (party) => ({ acquire: (bytes, signal) => acquire(party, bytes, signal) }) };
}
