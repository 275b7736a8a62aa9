import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saysStorageFull } from '../lib/storage-full.ts';
import { StartError } from './start-error.ts';

const MEGABYTE = 1024 * 1024;
/** With less than this, databases can't be brought up to date safely. */
const ROOM_TO_START_BYTES = 32 * MEGABYTE;
/** What the system says of a full disk, or of a quota that is used up. */
const FULL = /\bENOSPC\b|\bEDQUOT\b|no space left on device|disk quota exceeded/i;

/** Bytes that this user may still write to the disk of a folder. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Whether this many bytes can be written to a folder now. Only a write reveals an exhausted quota. */
export function hasRoom(folder: string, bytes: number): boolean {
  const file = join(folder, `.room-${process.pid}`);
  try {
    writeFileSync(file, Buffer.alloc(bytes), { flush: true });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether a text, such as the output of a tool, says that a disk is full. */
export function reportsFullDisk(text: string): boolean {
  return FULL.test(text) || saysStorageFull(text);
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && reportsFullDisk(`${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`);
}

/** Throws StartError when the disk of the state folder has too little room to start. */
export function requireRoom(stateDir: string): void {
  const free = freeBytes(stateDir);
  if (free < ROOM_TO_START_BYTES) throw fullDisk(stateDir, `${megabytes(free)} are free`);
}

/** `found` says how it shows. */
export function fullDisk(stateDir: string, found: string): StartError {
  return new StartError(
    `The disk with ${stateDir} is full: ${found}, and Mailferry needs ${megabytes(ROOM_TO_START_BYTES)} to start.\n` +
      'Free up space, or choose a folder on another disk: npm start -- --state DIR',
  );
}

export function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
}
