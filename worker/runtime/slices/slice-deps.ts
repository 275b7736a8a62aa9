import type { SliceDeps } from '../../engine/context/slice-job.ts';
import { UNCONFIRMED_WAIT_MS } from '../../engine/copy/unconfirmed.ts';
import type { PairMemory } from '../../engine/model/memory.ts';
import type { Ledger } from '../../engine/model/ledger.ts';
import { createFairBudget } from '../../engine/pacing/budget.ts';
import type { Spend } from '../../engine/pacing/spend.ts';
import { createIdSource } from '../../lib/ids.ts';
import type { Env } from '../passes/env.ts';
import type { CopyMessage } from '../passes/messages.ts';
import { numberOf } from '../platform/number-of.ts';
import { sleep } from '../platform/sleep.ts';
import type { FolderTreeKeeper } from './folder-tree-keeper.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Job } from './load-job.ts';
import { passOptionsOf } from './load-job.ts';
import type { OpenedSides } from './open-sides.ts';
import { peopleOf } from './people.ts';
import type { ProgressReport } from './progress-report.ts';
import { watermarksOf } from './watermarks.ts';

const SLICE_MS = 60_000;
/** As many as an invocation may have waiting for an answer; beyond that the platform makes them wait. */
const COPY_CONCURRENCY = 6;
/** Most content in memory, over all slices of this isolate; an isolate has 128 MB. */
const memory = createFairBudget(48_000_000);

export const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));

/** What the platform and the settings give to the engine's slice. */
export function sliceDepsOf(
  job: Job,
  message: CopyMessage,
  env: Env,
  parts: {
    ledger: Ledger;
    sides: OpenedSides;
    pairs: PairMemory;
    heartbeat: Heartbeat;
    progress: ProgressReport;
    spend: Spend;
    trees: FolderTreeKeeper;
  },
): SliceDeps {
  const { ledger, sides, pairs, heartbeat, progress, spend, trees } = parts;
  return {
    source: sides.source,
    destination: sides.destination,
    rediscover: sides.rediscover,
    ledger,
    pairs,
    watermarks: watermarksOf(job),
    order: job.order,
    options: () => {
      const changed = heartbeat.options();
      return changed ? passOptionsOf(changed) : job.options;
    },
    maxConcurrency: numberOf(env.COPY_CONCURRENCY, COPY_CONCURRENCY),
    priorWaits: job.attempts,
    ...(job.memory.pace && { pace: job.memory.pace }),
    ...(job.counted && { counted: job.counted }),
    isResumed: message.isResumed,
    memory: memory.of(`${message.workgroupId}:${message.projectId}`),
    spend,
    now: Date.now,
    sleep,
    random: Math.random,
    newBatchId: () => newId('bat'),
    people: peopleOf(job),
    deadlineAt: Date.now() + numberOf(env.SLICE_MS, SLICE_MS),
    unconfirmedWaitMs: numberOf(env.DOUBT_WAIT_MS, UNCONFIRMED_WAIT_MS),
    ...(env.LONGEST_WAIT_MS !== undefined && { longestWaitMs: numberOf(env.LONGEST_WAIT_MS, Infinity) }),
    stop: heartbeat.stop,
    abort: heartbeat.abort,
    onProgress: (next) => progress.note(next),
    onFolders: (folders) => trees.keep(folders),
  };
}
