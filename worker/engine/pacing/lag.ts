/** How late the slices' shared thread runs what is ready, in ms, smoothed over the last few measurements. */
export type Lag = { note: (lateMs: number) => void; ms: () => number };

/** The part of the last measurement: one pause to collect garbage is not taken for a busy processor. */
const NEWEST = 0.2;

export function createLag(): Lag {
  let ms = 0;
  return {
    note: (lateMs) => {
      ms += NEWEST * (Math.max(0, lateMs) - ms);
    },
    ms: () => ms,
  };
}

/** So few slices, or so little delay, are in nobody's way. */
const FEW_SLICES = 10;
const LITTLE_MS = 50;
const FACTOR = 8;
/** For each slice: a few that rest would leave the processor idle. */
const LONGEST_EACH_MS = 20;

/**
 * How long a slice rests before its next request, in ms, while `slices` of its project run. If many slices keep the
 * processor busy, everything on the thread queues behind their answers: requests of people, and the few slices of
 * another project. A resting slice is not in that queue, and the processor still has enough work.
 */
export function restFor(lagMs: number, slices: number): number {
  if (slices <= FEW_SLICES || lagMs <= LITTLE_MS) return 0;
  // From nothing on, so that all do not rest at one moment and come back at another.
  return Math.min(LONGEST_EACH_MS * slices, FACTOR * (lagMs - LITTLE_MS));
}
