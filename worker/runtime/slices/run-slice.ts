import { createBudget } from '../../engine/pacing/budget.ts';
import { DOUBT_WAIT_MS } from '../../engine/copy/doubt.ts';
import { FaultError, faultOf } from '../../engine/model/fault.ts';
import type { Ledger } from '../../engine/model/ledger.ts';
import type { PassOptions } from '../../engine/model/pass.ts';
import { selectionOf } from '../../engine/model/pass.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import { runSlice } from '../../engine/slice.ts';
import type { SliceResult } from '../../engine/context/slice-result.ts';
import type { Progress } from '../../engine/model/progress.ts';
import type { Watermarks } from '../../engine/model/memory.ts';
import type { Sample } from '../../engine/model/tally.ts';
import { ratesOf } from '../../engine/model/tally.ts';
import { putFolderTree } from '../../features/mailboxes/folder-tree-store.ts';
import { countItemErrors } from '../../features/reports/item-error-store.ts';
import { listWatermarks, putWatermarks } from '../../features/mailboxes/watermark-store.ts';
import { createIdSource } from '../../lib/ids.ts';
import { createDb } from '../platform/db.ts';
import type { Env } from '../passes/env.ts';
import { numberOf } from '../passes/env.ts';
import { createLedgerClient } from './ledger-client.ts';
import type { SliceReport } from '../passes/live-board.ts';
import { loadJob, passOptionsOf } from './load-job.ts';
import { consoleLog } from '../platform/log.ts';
import type { Job } from './load-job.ts';
import type { CopyMessage } from '../passes/messages.ts';
import type { RunMemory } from '../passes/run-memory.ts';
import { sleep } from '../platform/sleep.ts';
import { openSides } from './open-sides.ts';
import { peopleOf } from './people.ts';
import { listErrors, listLosses, putStatistics } from './report-slice.ts';

const SLICE_MS = 60_000;
const HEARTBEAT_MS = 5_000;
/** As many as an invocation may have waiting for an answer; beyond that the platform makes them wait. */
const COPY_CONCURRENCY = 6;
/** After a stop, what is on its way gets this long to end; then its requests are cut off. */
const STOP_GRACE_MS = 4_000;
/** Our own side broke (a database out of reach, a key that does not fit): so often it is tried again. */
const MAX_OWN_FAILURES = 8;
const OWN_FAILURE_MS = 2_000;
/** A queue consumer may run for 15 minutes; whatever hangs, its slot is free before that. */
const LONGEST_MS = 13 * 60_000;
/** Content that is in memory at once, over all slices of this isolate; an isolate has 128 MB. */
const memory = createBudget(48_000_000);
const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));

/** Runs one slice under its lease and reports what became of it. Does nothing for a lease that is not valid. */
export async function runLease(message: CopyMessage, env: Env): Promise<void> {
  const id = env.PROJECT_COORDINATOR.idFromName(`${message.workgroupId}:${message.projectId}`);
  const coordinator = env.PROJECT_COORDINATOR.get(id);
  if (!(await coordinator.begin(message))) return;

  const stop = new AbortController();
  const abort = new AbortController();
  const samples: Sample[] = [];
  let progress: Progress | undefined;
  let keeping: Promise<unknown> | undefined;
  let options: PassOptions = {};
  // Nothing until the ledger has told what earlier slices did: a screen must not fall back to zero.
  const reportNow = (): SliceReport | undefined => {
    if (!progress) return undefined;
    const at = Date.now();
    samples.push({ at, copied: progress.done });
    return { progress, rates: ratesOf(samples, at), at };
  };
  const heart = setInterval(() => void beat(), numberOf(env.HEARTBEAT_MS, HEARTBEAT_MS));
  const leaseMs = numberOf(env.LEASE_MS, LEASE_MS);
  let heardAt = Date.now();
  let isSilent = false;
  const beat = async () => {
    // A beat that does not get through is not the end: the lease has room for several. Then another slice may have it,
    // and what this one would still write could come after that one has looked for it.
    const at = Date.now();
    if (at - heardAt > leaseMs) {
      isSilent = true;
      stop.abort();
      abort.abort();
    }
    const orders = await coordinator.heartbeat(message, reportNow()).catch(() => undefined);
    if (orders) heardAt = at;
    if (orders?.options) options = passOptionsOf(orders.options);
    if (!orders?.stop || stop.signal.aborted) return;
    stop.abort();
    if (orders.isLost) abort.abort();
    else setTimeout(() => abort.abort(), STOP_GRACE_MS);
  };

  let alarm: ReturnType<typeof setTimeout> | undefined;
  let sides: Awaited<ReturnType<typeof openSides>> | undefined;
  const expiry = (ms: number): Promise<SliceResult> =>
    new Promise((resolve) => {
      alarm = setTimeout(() => resolve({ outcome: 'wait', resumeAt: Date.now() + 5_000 }), ms);
    });
  let result: SliceResult;
  let errorCount = 0;
  let attempts = 0;
  try {
    const db = createDb(env.DB);
    const job = await loadJob(db, message);
    ({ attempts, options } = job);
    errorCount = job.mailbox.errorCount;
    const stub = env.MAILBOX_LEDGER.get(env.MAILBOX_LEDGER.idFromName(`${message.workgroupId}:${message.mailboxId}`));
    const ledger = createLedgerClient(stub, message.lease);
    sides = await openSides(job, message, env);
    const { source, destination, rediscover } = sides;
    const slice = runSlice({
      source,
      destination,
      ledger,
      watermarks: watermarksOf(job),
      order: job.order,
      options: () => options,
      maxConcurrency: numberOf(env.COPY_CONCURRENCY, COPY_CONCURRENCY),
      priorWaits: job.attempts,
      pairs: {
        get: async (versions) => coordinator.pair(versions),
        put: async (versions, verdict) => coordinator.putPair(versions, verdict),
      },
      ...(job.memory.pace && { pace: job.memory.pace }),
      isResumed: message.isResumed,
      memory,
      now: Date.now,
      sleep,
      random: Math.random,
      newBatchId: () => newId('bat'),
      people: peopleOf(job),
      rediscover,
      deadlineAt: Date.now() + numberOf(env.SLICE_MS, SLICE_MS),
      doubtWaitMs: numberOf(env.DOUBT_WAIT_MS, DOUBT_WAIT_MS),
      ...(env.LONGEST_WAIT_MS !== undefined && { longestWaitMs: numberOf(env.LONGEST_WAIT_MS, Infinity) }),
      stop: stop.signal,
      abort: abort.signal,
      onProgress: (next) => {
        progress = { ...next };
      },
      onFolders: (folders) => {
        // For a preview only: a pass neither fails by it nor waits for it.
        keeping = putFolderTree(db, message.workgroupId, message.mailboxId, folders, Date.now()).catch(() =>
          consoleLog.error('folder-tree-not-kept', { mailboxId: message.mailboxId }),
        );
      },
    });
    result = await Promise.race([slice, expiry(LONGEST_MS)]);
    // No one asked for this stop.
    if (isSilent && result.outcome === 'stopped') result = { outcome: 'more' };
    errorCount = await report(job, ledger, result, errorCount);
  } catch (error) {
    result = failureOf(error, attempts);
  } finally {
    clearInterval(heart);
    if (alarm) clearTimeout(alarm);
    // Whatever of the slice is left ends with it; the ledger refuses it once another lease is granted.
    abort.abort();
    await sides?.close();
  }
  const handedOn: RunMemory = { ...(result.pace && { pace: result.pace }), ...(sides?.learnt() ?? { limiters: {} }) };
  await keeping;
  await coordinator.settle(message, { result, report: reportNow(), errorCount, memory: handedOn });
}

/** What stands in the way before or after the slice itself: a fault is final, anything else is tried a few times. */
function failureOf(error: unknown, attempts: number): SliceResult {
  const fault = faultOf(error);
  if (fault.kind === 'stopped') return { outcome: 'stopped' };
  if (error instanceof FaultError || attempts >= MAX_OWN_FAILURES) return { outcome: 'failed', fault };
  return { outcome: 'wait', resumeAt: Date.now() + OWN_FAILURE_MS * 2 ** attempts, fault };
}

/** Brings what screens and reports read in D1 in line with the ledger. Returns how many items stand listed. */
async function report(job: Job, ledger: Ledger, result: SliceResult, errorCount: number): Promise<number> {
  if (job.order.type === 'verify') return countItemErrors(job.db, job.workgroupId, job.mailboxId);
  try {
    await listErrors(job, ledger, newId, Date.now());
    await listLosses(job, ledger, newId, Date.now());
    if (result.outcome !== 'more' && result.outcome !== 'wait')
      await putStatistics(
        job,
        await ledger.summary(selectionOf(job.order, job.options)),
        result.outcome === 'done' ? result.folders : [],
        Date.now(),
      );
  } catch (error) {
    // A lease that was lost has nothing to report; the one that took over does.
    if (faultOf(error).kind !== 'stopped') throw error;
    return errorCount;
  }
  return countItemErrors(job.db, job.workgroupId, job.mailboxId);
}

function watermarksOf({ db, workgroupId, mailboxId }: Job): Watermarks {
  return {
    all: async () => {
      const rows = await listWatermarks(db, workgroupId, mailboxId);
      return new Map(rows.flatMap((row) => (row.syncState === null ? [] : [[row.folderId, row.syncState]])));
    },
    put: (marks) =>
      putWatermarks(
        db,
        workgroupId,
        marks.map(({ folder, syncState }) => ({
          mailboxId,
          folderId: folder.sourceId,
          destinationFolderId: folder.destinationId,
          syncState,
          isComplete: false,
          updatedAt: Date.now(),
        })),
      ),
  };
}
