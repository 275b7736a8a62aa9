import { isPassing, type Fault } from '../../engine/model/fault.ts';
import type { SliceResult } from '../../engine/context/slice-result.ts';
import type { FolderReport } from '../../engine/model/progress.ts';
import { WAITS_AT_LIMIT } from '../../features/licences/run-failures.ts';
import type { MailboxLivePatch } from '../../features/mailboxes/live-store.ts';
import type { MailboxFailure } from '../../features/mailboxes/table.ts';
import type { RunPatch } from '../../features/passes/run-store.ts';
import type { PassType } from '../../lib/pass-types.ts';
import type { RunRow } from '../../features/passes/table.ts';
import type { SliceReport } from './live-board.ts';
import type { RunMemory } from './run-memory.ts';
import { progressPatch } from './live-board.ts';

/** What a consumer reports to the coordinator at the end of a slice. */
export type Settlement = {
  result: SliceResult;
  report?: SliceReport;
  /** Items and folders of the mailbox that stand on the error list. */
  errorCount: number;
  /** For the next slice of the run. */
  memory?: RunMemory;
};

export type Verdict = { run: RunPatch; mailbox: MailboxLivePatch };

const COMPLETED: Readonly<Record<PassType, MailboxLivePatch['statusCode'] & string>> = {
  verify: 'completed-verification',
  inventory: 'completed-inventory',
  trial: 'completed-trial',
  'pre-stage': 'completed-pre-stage',
  full: 'completed',
  'retry-errors': 'completed',
};

/** What the end of a slice means for the run and for the mailbox. `explain` words a fault for people. */
export function verdictOf(
  run: { id: string; mailboxId: string; type: PassType; attempts: number },
  { result, report, errorCount, memory }: Settlement,
  isStopping: boolean,
  now: number,
  explain: (fault: Fault) => MailboxFailure,
): Verdict {
  const stamp = { id: run.id, updatedAt: now };
  const mailbox: MailboxLivePatch = {
    ...(report && progressPatch(run.mailboxId, report)),
    id: run.mailboxId,
    itemsPerSecond: 0,
    bytesPerSecond: 0,
    etaMs: null,
    errorCount,
    phase: null,
    statusDetail: null,
    failure: null,
    lastActivityAt: now,
  };
  const over = { ...stamp, endedAt: now, notBeforeAt: null, ...(report && { tally: report.progress }) };
  if (result.outcome === 'done')
    return {
      run: { ...over, status: 'completed', fault: null },
      mailbox: { ...mailbox, statusCode: COMPLETED[run.type], statusDetail: missingDetail(result.folders) },
    };
  if (result.outcome === 'failed' || result.outcome === 'paused')
    return {
      run: { ...over, status: 'failed', fault: result.fault },
      mailbox: {
        ...mailbox,
        statusCode: result.outcome,
        statusDetail: result.fault.message,
        failure: { ...explain(result.fault), ...sideOf(result.fault) },
      },
    };
  if (result.outcome === 'stopped' || isStopping)
    return { run: { ...over, status: 'stopped' }, mailbox: { ...mailbox, statusCode: 'stopped' } };
  if (result.outcome === 'more')
    return {
      run: { ...stamp, status: 'queued', notBeforeAt: null, attempts: 0, ...(memory && { tally: { memory } }) },
      // It continues immediately: a change would only make screens flicker.
      mailbox: { ...(report && progressPatch(run.mailboxId, report)), id: run.mailboxId, errorCount },
    };
  const { resumeAt, fault } = result;
  // The pause ends on its own: it is not a failure, and the screen says how long it lasts.
  const isPause = fault !== undefined && fault.scope !== 'folder' && isPassing(fault);
  return {
    run: {
      ...stamp,
      status: 'queued',
      notBeforeAt: resumeAt,
      attempts: run.attempts + (fault ? 1 : 0),
      ...(fault && { fault }),
      ...(memory && { tally: { memory } }),
    },
    mailbox: {
      ...mailbox,
      statusCode: isPause ? 'paused' : 'processing',
      phase: isPause || fault?.scope === 'folder' ? null : 'resolving',
      statusDetail: detailOf(fault, resumeAt),
    },
  };
}

/** Where the credentials failed that a fault is about. */
function sideOf({ kind, side }: Fault): Pick<MailboxFailure, 'credentialsOf'> {
  return kind === 'credentials' && side ? { credentialsOf: side } : {};
}

/** Whether a run has more to copy, but its licence lets no more across. What was there before does not count. */
export function isAtLimit(
  { licenceLimitBytes: limit }: Pick<RunRow, 'licenceLimitBytes'>,
  { result, report }: Settlement,
): boolean {
  if (limit === null || !report || (result.outcome !== 'more' && result.outcome !== 'wait')) return false;
  const { done, adopted } = report.progress;
  return done.bytes - (adopted?.bytes ?? 0) >= limit;
}

/** The run waits, and goes on where it was once its mailbox has another licence. */
export const limitVerdict: typeof verdictOf = (run, settlement, isStopping, now, explain) => {
  const { memory } = settlement;
  const { mailbox } = verdictOf(run, { ...settlement, result: { outcome: 'stopped' } }, isStopping, now, explain);
  return {
    run: {
      id: run.id,
      status: 'paused',
      licence: 'waiting',
      notBeforeAt: null,
      updatedAt: now,
      ...(memory && { tally: { memory } }),
    },
    mailbox: {
      ...mailbox,
      statusCode: 'paused',
      statusDetail: WAITS_AT_LIMIT.title,
      failure: WAITS_AT_LIMIT,
    },
  };
};

/** Completed is what was copied; that some of it has gone since is not to be found in a tab alone. */
function missingDetail(folders: readonly Pick<FolderReport, 'missing'>[]): string | null {
  const count = folders.reduce((sum, { missing }) => sum + missing.count, 0);
  if (count === 0) return null;
  return count === 1
    ? 'A copy is no longer in its folder at the destination'
    : `${count} copies are no longer in their folders at the destination`;
}

function detailOf(fault: Fault | undefined, resumeAt: number): string {
  const until = new Date(resumeAt).toISOString();
  if (!fault) return `Checking the destination for unconfirmed items at ${until}`;
  if (fault.code === 'sign-in-limited') return `Too many passwords were refused. Waiting until ${until}`;
  if (fault.scope === 'folder') return `Retrying a folder at ${until} (${fault.code})`;
  switch (fault.kind) {
    case 'busy':
    case 'too-many-connections':
    case 'overload':
      return `Throttled by the ${fault.side ?? 'server'} until ${until}`;
    case 'transient':
    case 'unreachable':
      return `The ${fault.side ?? 'server'} cannot be reached (${fault.code}). Retrying at ${until}`;
    default:
      return `Retrying at ${until} (${fault.code})`;
  }
}

/** A slice of the run has begun. Undefined if that is shown already, or if the run must stop. */
export function begunVerdict(run: Pick<RunRow, 'id' | 'mailboxId' | 'status' | 'startedAt'>, now: number): Verdict[] {
  if (run.status !== 'queued') return [];
  return [
    {
      run: { id: run.id, status: 'running', updatedAt: now, ...(run.startedAt === null && { startedAt: now }) },
      mailbox: {
        id: run.mailboxId,
        statusCode: 'processing',
        statusDetail: null,
        failure: null,
        lastActivityAt: now,
      },
    },
  ];
}

/** A run that stops while no slice works on it. */
export function stoppedVerdict(
  run: Parameters<typeof verdictOf>[0],
  now: number,
  explain: (fault: Fault) => MailboxFailure,
): Verdict {
  const settlement: Settlement = { result: { outcome: 'stopped' }, errorCount: 0 };
  const verdict = verdictOf(run, settlement, true, now, explain);
  const { errorCount: _unknown, ...mailbox } = verdict.mailbox;
  return { run: verdict.run, mailbox };
}

/** The slice went silent: the run waits for its next one, and the screen need not flicker. */
export function lostVerdict(run: Pick<RunRow, 'id' | 'mailboxId'>, now: number): Verdict {
  return { run: { id: run.id, status: 'queued', notBeforeAt: null, updatedAt: now }, mailbox: { id: run.mailboxId } };
}
