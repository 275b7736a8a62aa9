import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';
import { endNow, processList } from './process-list.ts';

/** Longer than any list of them. */
const NOTE_LENGTH = 256;

/** Remembers processes that would outlive a killed parent. Writes over the note before: a full disk does not matter. */
export function notePids(file: string, pids: readonly number[]): void {
  const note = openSync(file, constants.O_RDWR | constants.O_CREAT);
  writeSync(note, JSON.stringify(pids).padEnd(NOTE_LENGTH), 0);
  closeSync(note);
}

/** None where nothing was noted, or not as a whole. */
export function notedPids(file: string): number[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as number[];
  } catch {
    return [];
  }
}

const NOTED = /workerd|worker\/local\/(server|gateway\/serve)\.ts/;
const LONGEST_END_MS = 5_000;

/**
 * Ends the processes of a killed start that still run, and waits until they are gone: only those that it noted, and only
 * while they are what it noted. Two of them must never have one database open. On Windows there are none: a process ends
 * there with the Node that started it.
 */
export async function endLeftovers(file: string): Promise<void> {
  const noted = notedPids(file);
  const left = (): number[] =>
    processList()
      .filter(({ pid, command }) => noted.includes(pid) && NOTED.test(command))
      .map(({ pid }) => pid);
  for (const pid of left()) endNow(pid);
  for (const end = Date.now() + LONGEST_END_MS; left().length > 0 && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
