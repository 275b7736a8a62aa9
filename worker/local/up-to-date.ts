import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A build takes this long at most: what changed that shortly before its end may have come too late for it. */
const BUILD_MS = 20_000;

/**
 * Whether a built file is certainly newer than all its sources: files, and folders with everything in them. A folder's
 * own time shows removals.
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
