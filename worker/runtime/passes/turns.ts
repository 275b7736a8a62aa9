/** One thing at a time, in the order in which it was asked for. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };
}

/**
 * Work that several callers may request: requests that arrive while it waits for its turn share it. `isWhole` is true
 * for all of them if one asked for it.
 */
export function createShared(
  serially: Turns,
  work: (isWhole: boolean) => Promise<void>,
): (isWhole?: boolean) => Promise<void> {
  let next: { isWhole: boolean; done: Promise<void> } | undefined;
  return (isWhole = false) => {
    if (next) {
      next.isWhole ||= isWhole;
      return next.done;
    }
    const asked = { isWhole, done: Promise.resolve() };
    asked.done = serially(async () => {
      next = undefined;
      await work(asked.isWhole);
    });
    next = asked;
    return asked.done;
  };
}
