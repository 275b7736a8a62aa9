/** What a part of the run cost. `cpuSeconds` is undefined where the system does not tell. */
export type Cost = { title: string; seconds: number; cpuSeconds: number | undefined };
export type FileTime = { file: string; seconds: number };

const SLOWEST = 10;
const COLUMN = 8;
const rounded = (value: number | undefined): string =>
  (value === undefined ? '–' : String(Math.round(value))).padStart(COLUMN);

/** Two lists as text: what each part cost, and which files took longest. */
export function describeCosts(costs: readonly Cost[], files: readonly FileTime[]): string {
  const head = `${'seconds'.padStart(COLUMN)} ${'CPU s'.padStart(COLUMN)}  suite`;
  const lines = costs.map(({ title, seconds, cpuSeconds }) => `${rounded(seconds)} ${rounded(cpuSeconds)}  ${title}`);
  const slowest = files
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ file, seconds }) => `${rounded(seconds)} ${' '.repeat(COLUMN)}  ${file}`);
  return `\n${[head, ...lines, '', `${'seconds'.padStart(COLUMN)} ${' '.repeat(COLUMN)}  slowest files`, ...slowest].join('\n')}\n`;
}
