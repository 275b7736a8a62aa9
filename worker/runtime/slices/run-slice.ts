import type { SliceResult } from '../../engine/context/slice-result.ts';
import type { PairMemory } from '../../engine/model/memory.ts';
import type { Ledger } from '../../engine/model/ledger.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import { runSlice } from '../../engine/slice.ts';
import type { Spend } from '../../engine/pacing/spend.ts';
import type { Env } from '../passes/env.ts';
import type { CopyMessage } from '../passes/messages.ts';
import type { Settlement } from '../passes/run-outcome.ts';
import { createDb } from '../platform/db.ts';
import { consoleLog as log } from '../platform/log.ts';
import { numberOf } from '../platform/number-of.ts';
import { within } from '../../lib/within.ts';
import { later, repeatedly } from '../platform/timers.ts';
import { countCalls } from './count-bindings.ts';
import { createFolderTreeKeeper } from './folder-tree-keeper.ts';
import type { FolderTreeKeeper } from './folder-tree-keeper.ts';
import type { Heartbeat } from './heartbeat.ts';
import { startHeartbeat } from './heartbeat.ts';
import { keepCapabilities } from './keep-capabilities.ts';
import { keepThrottling } from './keep-throttling.ts';
import { keepOrigins } from './keep-origins.ts';
import type { LedgerStub } from './ledger-client.ts';
import { createLedgerClient } from './ledger-client.ts';
import { loadJob } from './load-job.ts';
import type { Job } from './load-job.ts';
import { openSides } from './open-sides.ts';
import type { OpenedSides } from './open-sides.ts';
import type { ProgressReport } from './progress-report.ts';
import { watchProcessor } from './processor.ts';
import { createProgressReport } from './progress-report.ts';
import { reportSlice } from './report-slice.ts';
import { newId, sliceDepsOf } from './slice-deps.ts';
import { failureOf } from './slice-failure.ts';

const HEARTBEAT_MS = 5_000;
/** An alarm of a Durable Object may run for 15 minutes; whatever hangs, its slot is free before that. */
const LONGEST_MS = 13 * 60_000;
const AFTER_LONGEST_MS = 5_000;

type Coordinator = ReturnType<typeof coordinatorOf>;

/**
 * Runs one slice under its lease and reports the result. Does nothing for a lease that is not valid. `onOpened`
 * is called once the slice has all that it works with.
 */
export async function runLease(
  message: CopyMessage,
  env: Env,
  stub: LedgerStub,
  spend: Spend,
  onOpened: () => void,
): Promise<void> {
  const startedAt = Date.now();
  const coordinator = coordinatorOf(message, env);
  if (!(await coordinator.begin(message))) return;
  const progress = createProgressReport(Date.now);
  const heartbeat = startHeartbeat({
    beat: async (report) => coordinator.heartbeat(message, report),
    report: () => progress.now(),
    everyMs: numberOf(env.HEARTBEAT_MS, HEARTBEAT_MS),
    leaseMs: numberOf(env.LEASE_MS, LEASE_MS),
    isAtReport: () => spend.isAtReport(),
    now: Date.now,
    repeatedly,
    later,
  });
  const ledger = createLedgerClient(
    countCalls(stub, () => spend.count('ledger')),
    message.lease,
  );
  const endWatch = watchProcessor(message.projectId);
  const ended = await work(message, env, { ledger, coordinator, heartbeat, progress, spend, onOpened }).finally(
    endWatch,
  );
  const report = progress.now();
  await coordinator.settle(message, { ...ended, ...(report && { report }) });
  const { runId } = message;
  log.info('slice-ended', { runId, outcome: ended.result.outcome, tookMs: Date.now() - startedAt, ...spend.spent() });
}

/** Opens what the slice works with, runs it, and reports; whatever happens becomes its result. */
async function work(
  message: CopyMessage,
  env: Env,
  parts: {
    ledger: Ledger;
    coordinator: Coordinator;
    heartbeat: Heartbeat;
    progress: ProgressReport;
    spend: Spend;
    onOpened: () => void;
  },
): Promise<Omit<Settlement, 'report'>> {
  const { ledger, coordinator, heartbeat, progress, spend } = parts;
  let job: Job | undefined;
  let sides: OpenedSides | undefined;
  let trees: FolderTreeKeeper | undefined;
  let result: SliceResult;
  let errorCount = 0;
  try {
    job = await loadJob(createDb(env.DB), message);
    errorCount = job.mailbox.errorCount;
    sides = await openSides(job, message, env, spend);
    parts.onOpened();
    trees = createFolderTreeKeeper(job);
    const pairs = pairsOf(coordinator);
    const slice = runSlice(sliceDepsOf(job, message, env, { ledger, sides, pairs, heartbeat, progress, spend, trees }));
    result = await within(LONGEST_MS, slice, cutShort);
    // Cut off by this side, and not by order.
    if (result.outcome === 'stopped' && (heartbeat.isCutOff() || spend.isEnding()))
      result = { ...result, outcome: 'more' };
    const reported = await reportSlice(job, ledger, result, spend, newId);
    if (result.outcome === 'done' && !reported.isWhole) result = { ...result, outcome: 'more' };
    errorCount = reported.errorCount;
  } catch (error) {
    result = failureOf(error, job?.attempts ?? 0, Date.now());
  } finally {
    // Whatever of the slice is left ends here; the ledger refuses it once another lease is granted.
    heartbeat.end();
    await sides?.close();
  }
  await trees?.kept();
  if (job && sides) {
    // Known again sooner or later: a slice does not fail for it.
    await keepOrigins(job, sides, result, Date.now()).catch((error: unknown) =>
      log.error('origins-not-kept', { runId: message.runId, error }),
    );
    await keepCapabilities(job, sides, Date.now()).catch((error: unknown) =>
      log.error('capabilities-not-kept', { runId: message.runId, error }),
    );
    await keepThrottling(job, sides).catch((error: unknown) =>
      log.error('throttling-not-kept', { runId: message.runId, error }),
    );
  }
  const learnt = sides?.learnt() ?? { limiters: {} };
  return { result, errorCount, memory: { ...(result.pace && { pace: result.pace }), ...learnt } };
}

function cutShort(): SliceResult {
  return { outcome: 'wait', resumeAt: Date.now() + AFTER_LONGEST_MS };
}

function coordinatorOf({ workgroupId, projectId }: CopyMessage, { PROJECT_COORDINATOR: coordinators }: Env) {
  return coordinators.get(coordinators.idFromName(`${workgroupId}:${projectId}`));
}

function pairsOf(coordinator: Coordinator): PairMemory {
  return {
    get: async (versions) => coordinator.pair(versions),
    put: async (versions, verdict) => coordinator.putPair(versions, verdict),
  };
}
