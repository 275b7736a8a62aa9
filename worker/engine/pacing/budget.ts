/** Shares a fixed number of bytes among those who need memory for a while; first come, first served. */
export type Budget = {
  /** Waits for room; more than the whole budget counts as the whole. Call the result once to give it back. */
  acquire(bytes: number, signal: AbortSignal): Promise<() => void>;
};

export function createBudget(totalBytes: number): Budget {
  let free = totalBytes;
  const queue: { bytes: number; grant: () => void }[] = [];
  const serve = () => {
    for (let head = queue[0]; head && head.bytes <= free; head = queue[0]) {
      queue.shift();
      free -= head.bytes;
      head.grant();
    }
  };
  return {
    acquire(wanted, signal) {
      const bytes = Math.min(totalBytes, Math.max(0, wanted));
      return new Promise((resolve, reject) => {
        const abandon = () => {
          queue.splice(queue.indexOf(entry), 1);
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          serve();
        };
        const entry = {
          bytes,
          grant: () => {
            signal.removeEventListener('abort', abandon);
            let isHeld = true;
            resolve(() => {
              if (!isHeld) return;
              isHeld = false;
              free += bytes;
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
    },
  };
}
