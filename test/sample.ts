import { appendFileSync } from 'node:fs';

/** How many seeds, cells of a matrix and rounds a run takes: `npm test` few of them, CI more. */
export type SampleSize = 'small' | 'full';

/** Throws for a size that is neither. */
export function sizeFrom({ SAMPLE, CI }: NodeJS.ProcessEnv): SampleSize {
  const size = SAMPLE ?? (CI === 'true' ? 'full' : 'small');
  if (size !== 'small' && size !== 'full') throw new Error(`SAMPLE is ${size}: it is small or full.`);
  return size;
}

export const SAMPLE_SIZE = sizeFrom(process.env);
/** Names the file in which a run counts the cases of its samples. */
export const SAMPLE_COUNTS = 'MAILFERRY_SAMPLE_COUNTS';

/** The value for the size of this run. */
export function bySample<T>(values: Readonly<Record<SampleSize, T>>): T {
  return values[SAMPLE_SIZE];
}

/**
 * Of a table whose cases exercise one mechanism: all in a full run, one of `every` in a small one, spread evenly from the
 * first to the last.
 */
export function sampleOf<T>(cases: readonly T[], every: number): readonly T[] {
  const some = SAMPLE_SIZE === 'full' ? cases : spread(cases, every);
  countSample(some.length, cases.length);
  return some;
}

/** Notes for the end of the run that a test takes so many of so many cases. */
export function countSample(taken: number, of: number): void {
  const counts = process.env[SAMPLE_COUNTS];
  if (counts !== undefined) appendFileSync(counts, `${taken} ${of}\n`);
}

/** One of `every` cases: the first, and if there are more, the last and what lies evenly between them. Pure. */
export function spread<T>(cases: readonly T[], every: number): readonly T[] {
  const count = Math.ceil(cases.length / every);
  if (count < 2 || count === cases.length) return cases.slice(0, count);
  const places = Array.from({ length: count }, (_, at) => Math.round((at * (cases.length - 1)) / (count - 1)));
  return places.map((place) => cases[place]!);
}
