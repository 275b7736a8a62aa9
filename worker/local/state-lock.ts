import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fullDisk, isDiskFull } from './disk.ts';
import { StartError } from './start-error.ts';
import { readJsonFile, writeWholeFile } from './whole-file.ts';

/** Who works on a state folder. */
export type Holder = { pid: number; startedAt: string; port: number; /** Once it answers. */ url?: string };

export type StateLock = {
  /** Lets the next start know where this one answers. */
  announce: (url: string) => void;
  release: () => void;
};

/** The holder writes its name right after it has the lock; until then the file may name an earlier one. */
const NAMED_WITHIN_MS = 1_000;
const SQLITE_BUSY = 5;

/**
 * Makes the state folder and takes it for this process. The lock is one of the system's, on a file that SQLite holds
 * open: it is the same for every path to the folder, only one of two that ask at the same instant gets it, and it ends
 * with the process, however that ends. Throws StartError where another process has it, and where the folder can't be
 * written to.
 */
export async function lockState(stateDir: string, port: number, now: () => number): Promise<StateLock> {
  const lockFile = join(stateDir, 'lock');
  const holderFile = join(stateDir, 'running.json');
  requireWritable(stateDir, lockFile);
  for (const until = now() + NAMED_WITHIN_MS; ;) {
    const lock = tryLock(stateDir, lockFile);
    if (lock) {
      const holder: Holder = { pid: process.pid, startedAt: new Date(now()).toISOString(), port };
      note(stateDir, holderFile, holder);
      return {
        announce: (url) => note(stateDir, holderFile, { ...holder, url }),
        release: () => {
          rmSync(holderFile, { force: true });
          lock.close();
        },
      };
    }
    const holder = readJsonFile(holderFile) as Holder | undefined;
    const isLate = now() >= until;
    // This process may not see the holder: it can be in a container that shares the folder.
    if (isLate || (holder && isAlive(holder.pid))) throw heldBy(stateDir, holder);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function requireWritable(stateDir: string, lockFile: string): void {
  try {
    makeFolder(stateDir);
    closeSync(openSync(lockFile, 'a'));
  } catch (error) {
    throw unusable(stateDir, error);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // What is in it is for its owner alone, databases too; a folder of an older version was open to all.
    chmodSync(path, 0o700);
  } catch (error) {
    // On a read-only disk, Node says that a folder is missing. The folder above tells the reason.
    let above = dirname(path);
    while (!existsSync(above)) above = dirname(above);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') accessSync(above, constants.W_OK);
    throw error;
  }
}

/** Undefined when another process has the lock. */
function tryLock(stateDir: string, lockFile: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockFile, { timeout: 0 });
    // In memory: a journal beside it would need room on the disk.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return undefined;
    throw unusable(stateDir, error);
  }
}

function note(stateDir: string, file: string, holder: Holder): void {
  try {
    writeWholeFile(file, holder);
  } catch (error) {
    throw unusable(stateDir, error);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function heldBy(stateDir: string, holder: Holder | undefined): StartError {
  const lines = [`Another Mailferry is already using ${stateDir}.`];
  if (holder) {
    const place = holder.url ? `answers at ${holder.url}` : `is still starting, on port ${holder.port}`;
    lines.push(`It is process ${holder.pid}, started at ${localTime(holder.startedAt)}, and ${place}.`);
  }
  const kill = process.platform === 'win32' ? 'taskkill /F /PID' : 'kill';
  const end = holder ? `Ctrl-C in its terminal, or ${kill} ${holder.pid}` : 'Ctrl-C in its terminal';
  lines.push(
    `Use that one, or stop it first (${end}).`,
    'To run a second one, give it its own folder and port: npm start -- --state DIR --port N',
  );
  return new StartError(lines.join('\n'));
}

/** `2026-11-29 14:03:07`, in the time zone of this computer. */
function localTime(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE');
}

const REASONS: Readonly<Record<string, string>> = {
  EROFS: 'its disk is read-only',
  EACCES: 'you do not have permission to write there',
  EPERM: 'you do not have permission to write there',
  EEXIST: 'a file with this name exists',
  ENOTDIR: 'a part of its path is a file',
};

function unusable(stateDir: string, error: unknown): StartError {
  if (isDiskFull(error)) return fullDisk(stateDir, 'it is not possible to write there');
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new StartError(
    `The folder ${stateDir} cannot be used: ${REASONS[code] ?? message}.\n` +
      'Choose another one: npm start -- --state DIR',
  );
}
