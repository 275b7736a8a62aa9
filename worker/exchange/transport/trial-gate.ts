/**
 * Lets credentials prove themselves on one connection before others use them: servers lock an account after a few wrong
 * passwords, and a handful of connections that try the same one at once would be enough.
 */
export type Gate = {
  /**
   * `open`: the credentials are known to be good. `trial`: this caller tries them, and reports with `leave`. `refused`: a
   * trial during the wait was refused. Rejects with the signal's reason.
   */
  enter(signal: AbortSignal): Promise<Entry>;
  /** Reports the outcome; every caller that entered must leave. */
  leave(entry: Entry, outcome: string | undefined): void;
};

export type Entry = 'open' | 'trial' | 'refused';

/** A gate for one set of credentials. */
export function createGate(): Gate {
  let isProven = false;
  let trial: { waiting: Set<(isRefused: boolean) => void> } | undefined;

  return {
    enter: async (signal) => {
      for (;;) {
        signal.throwIfAborted();
        if (isProven) return 'open';
        if (trial === undefined) {
          trial = { waiting: new Set() };
          return 'trial';
        }
        if (await outcomeOf(trial.waiting, signal)) return 'refused';
      }
    },
    leave: (entry, outcome) => {
      if (outcome === 'answered') isProven = true;
      if (outcome === 'refused') isProven = false;
      if (entry !== 'trial') return;
      const waiting = trial?.waiting;
      trial = undefined;
      for (const settle of waiting ?? []) settle(outcome === 'refused');
    },
  };
}

function outcomeOf(waiting: Set<(isRefused: boolean) => void>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (isRefused: boolean) => {
      signal.removeEventListener('abort', onAbort);
      resolve(isRefused);
    };
    const onAbort = () => {
      waiting.delete(settle);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    waiting.add(settle);
  });
}
