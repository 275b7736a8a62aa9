/** Enough to see what it is. */
const MOST = 12;

/** The lines in which two states differ, `-` what was, `+` what is; none when they are the same. */
export function changedSince(before: string, after: string): string[] {
  if (before === after) return [];
  const [was, is] = [before.split('\n'), after.split('\n')];
  const [old, now] = [new Set(was), new Set(is)];
  const lines = [
    ...was.filter((line) => !now.has(line)).map((line) => `- ${line.trim()}`),
    ...is.filter((line) => !old.has(line)).map((line) => `+ ${line.trim()}`),
  ];
  // Lines that only changed places, or of which there are more.
  return lines.length > 0 ? lines.slice(0, MOST) : [`${was.length} lines became ${is.length}`];
}
