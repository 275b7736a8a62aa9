import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** So long a build takes at most: what changed in that time before its end may have come too late for it. */
const BUILD_MS = 20_000;

/**
 * Whether what is built is surely newer than everything that it is made from: files, and folders with all that is in
 * them. A folder's own time tells that something was taken out of it.
 */
export function isUpToDate(built: string, sources: readonly string[]): boolean {
  const time = timeOf(built);
  return time !== undefined && sources.every((source) => newestOf(source) < time - BUILD_MS);
}

function newestOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestOf(join(path, name))));
}

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
