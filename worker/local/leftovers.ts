import { readFileSync, writeFileSync } from 'node:fs';
import { endNow, processList } from './process-list.ts';

/** Remembers processes that would outlive a killed parent. */
export function notePids(file: string, pids: readonly number[]): void {
  writeFileSync(file, JSON.stringify(pids));
}

const LONGEST_END_MS = 5_000;

/**
 * Ends what a killed server left running, and waits until it is gone: only processes that it noted, and only while
 * they are still workerd. Two of them must never have one database open.
 */
export async function endLeftovers(file: string): Promise<void> {
  let noted: number[];
  try {
    noted = JSON.parse(readFileSync(file, 'utf8')) as number[];
  } catch {
    return;
  }
  const left = (): number[] =>
    processList()
      .filter(({ pid, command }) => noted.includes(pid) && command.includes('workerd'))
      .map(({ pid }) => pid);
  for (const pid of left()) endNow(pid);
  for (const end = Date.now() + LONGEST_END_MS; left().length > 0 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
