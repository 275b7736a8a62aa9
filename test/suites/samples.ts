import type { SampleSize } from '../sample.ts';

/** A line that says what a run took: of the cases in samples (`taken of`, a line for each), and of the files. */
export function describeSamples(size: SampleSize, counts: string, leftOut: readonly string[]): string {
  const rows = counts.split('\n').filter((line) => line !== '');
  const [taken, of] = [0, 1].map((at) => rows.reduce((sum, line) => sum + Number(line.split(' ')[at]), 0));
  const cases = `${taken} of ${of} cases in ${rows.length} tables`;
  const files = leftOut.length === 0 ? '' : `; ${leftOut.length} files left to SAMPLE=full (test/suites/full-only.ts)`;
  return `Samples: ${size}: ${cases}${files}`;
}
