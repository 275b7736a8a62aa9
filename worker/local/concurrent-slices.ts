import { totalmem } from 'node:os';

/** More would not make one computer faster. */
const MOST = 100;
/** Measured with 50 mailboxes that move at once (test/bench/README.md): what they add, for each, and what is there without. */
const BYTES_EACH = 10_000_000;
const BYTES_BESIDE = 300_000_000;
/** Of the computer's memory. */
const SHARE = 1 / 2;
/** Connections to both servers, and the files of the mailbox's ledger. */
const FILES_EACH = 22;
const FILES_BESIDE = 100;

/** How many mailboxes a computer may move at once, by its memory and by the files that a process may have open. */
export function maxConcurrentSlices(totalBytes: number, openFiles: number): number {
  const byMemory = (totalBytes * SHARE - BYTES_BESIDE) / BYTES_EACH;
  const byFiles = (openFiles - FILES_BESIDE) / FILES_EACH;
  return Math.max(1, Math.floor(Math.min(MOST, byMemory, byFiles)));
}

/** That of this computer. What a process may have open is unknown on Windows, and is no limit there. */
export function maxConcurrentSlicesHere(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const openFiles = Number(userLimits?.open_files?.soft);
  return maxConcurrentSlices(totalmem(), Number.isNaN(openFiles) ? Infinity : openFiles);
}
