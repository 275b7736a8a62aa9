/** Milliseconds that a piece of work takes at least, of a few tries: what else the computer does only adds to it. */
export function leastMs(work: () => void, tries = 3): number {
  let least = Infinity;
  for (let index = 0; index < tries; index += 1) {
    const begunAt = performance.now();
    work();
    least = Math.min(least, performance.now() - begunAt);
  }
  return least;
}

const SHORT = 1_000;
const LONG = 32 * SHORT;
/** Four times as much as is linear: noise is less, and what is quadratic takes 1024 times as long. */
const MOST_GROWTH = 128;
/** Below this no growth is to be told from noise, and no one waits. */
const SOON_MS = 20;
const TRIES = 4;
/** What takes long here grows so fast that no one could wait for more. */
const TINY = [25, 100, 300];

/**
 * How the work on an input grows that becomes 32 times as large, where it grows by more than that and noise: in ms.
 * Undefined where the work grows with its input, or ends soon.
 */
export function growthOf(workOn: (size: number) => () => void): { shortMs: number; longMs: number } | undefined {
  for (const size of TINY) {
    const longMs = leastMs(workOn(size), 2);
    if (longMs > SOON_MS) return { shortMs: 0, longMs };
  }
  const long = workOn(LONG);
  // Most end at once.
  if (leastMs(long, 1) <= SOON_MS) return undefined;
  let [shortMs, longMs] = [0, Infinity];
  // What looks bad is looked at again: it may be what else the computer does.
  for (let tries = 0; tries < TRIES; tries += 1) {
    longMs = Math.min(longMs, leastMs(long, 2));
    shortMs = Math.max(shortMs, leastMs(workOn(SHORT)));
    if (longMs <= SOON_MS || longMs <= MOST_GROWTH * shortMs) return undefined;
  }
  return { shortMs, longMs };
}
