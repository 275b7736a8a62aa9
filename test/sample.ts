/** How many seeds, cells of a matrix and rounds a run takes: `npm test` few of them, CI more. */
export type SampleSize = 'small' | 'full';

/** Throws for a size that is neither. */
export function sizeFrom({ SAMPLE, CI }: NodeJS.ProcessEnv): SampleSize {
  const size = SAMPLE ?? (CI === 'true' ? 'full' : 'small');
  if (size !== 'small' && size !== 'full') throw new Error(`SAMPLE is ${size}: it is small or full.`);
  return size;
}

export const SAMPLE_SIZE = sizeFrom(process.env);

/** The value for the size of this run. */
export function bySample<T>(values: Readonly<Record<SampleSize, T>>): T {
  return values[SAMPLE_SIZE];
}
