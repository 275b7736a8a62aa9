import type { Log } from '../../features/kernel/deps.ts';
import { isStorageFull } from '../../lib/storage-full.ts';

/** Words in the name of a field that must not reach a log, whatever is in it. */
const SECRET = /pass(word|phrase)|secret|token|authorization|cookie|credential|apikey|sealed|subject|content|body/i;
const LONGEST_TEXT = 500;

function clean(value: unknown, depth: number): unknown {
  if (value instanceof Error) return cleanError(value, depth);
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 4) return '…';
  if (Array.isArray(value)) return value.slice(0, 20).map((entry) => clean(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, SECRET.test(name) ? '[withheld]' : clean(entry, depth + 1)]),
  );
}

/** In a few words: while a disk is full, everything that is tried says the same. */
const FULL = 'The storage is full.';

/** A failed query's message goes on with its parameters, and those are rows. */
function cleanError(error: Error, depth: number): unknown {
  if (isStorageFull(error)) return FULL;
  const message = clean(error.message.replace(/\nparams:[\s\S]*$/, ''), depth);
  return error.cause === undefined || depth > 4
    ? { name: error.name, message }
    : { name: error.name, message, cause: clean(error.cause, depth + 1) };
}

/**
 * One JSON line an event. Fields whose name speaks of secrets or of mail are withheld; long texts are cut. `write`
 * takes the level and the line.
 */
export function createLog(write: (level: 'info' | 'error', line: string) => void): Log {
  const put = (level: 'info' | 'error', event: string, facts: Record<string, unknown> = {}): void =>
    write(level, JSON.stringify({ level, event, ...(clean(facts, 0) as Record<string, unknown>) }));
  return { info: (event, facts) => put('info', event, facts), error: (event, facts) => put('error', event, facts) };
}

/** The log of the platform. */
export const consoleLog: Log = createLog((level, line) => {
  if (level === 'error') console.error(line);
  else console.log(line);
});
