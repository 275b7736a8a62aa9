import { totalmem } from 'node:os';

/** More would not make one computer faster. */
const MOST = 100;
/** Measured with 50 concurrent mailboxes (test/bench/README.md): memory for each mailbox, and without any. */
const BYTES_EACH = 10_000_000;
const BYTES_BESIDE = 300_000_000;
/** Of the computer's memory. */
const SHARE = 1 / 2;
/** Connections to both servers, and the files of the mailbox's ledger. */
const FILES_EACH = 22;
const FILES_BESIDE = 100;

/** How many mailboxes a computer can run concurrently, given its memory and the limit of open files for a process. */
export function maxConcurrentSlices(totalBytes: number, openFiles: number): number {
  const byMemory = (totalBytes * SHARE - BYTES_BESIDE) / BYTES_EACH;
  const byFiles = (openFiles - FILES_BESIDE) / FILES_EACH;
  return Math.max(1, Math.floor(Math.min(MOST, byMemory, byFiles)));
}

/** The limit for this computer. On Windows the number of open files is unknown, and does not limit it. */
export function maxConcurrentSlicesHere(): number {
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const openFiles = Number(userLimits?.open_files?.soft);
  return maxConcurrentSlices(totalmem(), Number.isNaN(openFiles) ? Infinity : openFiles);
}
