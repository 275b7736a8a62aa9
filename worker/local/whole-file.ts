import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes JSON into a file, as writeWholeText does. */
export function writeWholeFile(file: string, value: unknown): void {
  writeWholeText(file, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Writes a file atomically: a full disk or a crash must not leave half of it. Only its owner may read it.
 */
export function writeWholeText(file: string, text: string): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, text, { mode: 0o600, flush: true });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Undefined where there is no such file, or where it does not hold JSON. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
