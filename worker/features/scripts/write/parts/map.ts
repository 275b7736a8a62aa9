import { psText } from '../../quote.ts';

/** Pairs as a PowerShell hashtable, one a line. Its keys disregard case: of keys that differ in case alone the last stays. */
export function psMap(pairs: readonly (readonly [key: string, value: string])[]): string {
  const unique = [...new Map(pairs.map((pair) => [pair[0].toLowerCase(), pair])).values()];
  if (unique.length === 0) return '@{}';
  return `@{\n${unique.map(([key, value]) => `    ${psText(key)} = ${psText(value)}`).join('\n')}\n}`;
}
