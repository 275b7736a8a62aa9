import { toIso } from '../../lib/clock.ts';
import { errorOf } from '../../lib/estimate.ts';
import type { PassRow } from '../passes/table.ts';
import type { ProjectEstimate } from './make-estimate.ts';
import { findingOf, presentOversize } from './present-inventory.ts';
import type { ListedOversize, listClosedDestinations, sumInventories } from './project-store.ts';
import type { PassEstimateRow } from './table.ts';

type Sums = Awaited<ReturnType<typeof sumInventories>>;

/** The inventory of a project as the API shows it. */
export function presentProjectInventory(
  mailboxCount: number,
  sides: { source: Sums; destination: Sums },
  closed: Awaited<ReturnType<typeof listClosedDestinations>>,
) {
  return {
    mailboxCount,
    countedAt: toIso(sides.source.countedAt),
    source: presentSums(sides.source),
    destination: presentSums(sides.destination),
    closedDestinations: closed.map(({ fault, ...mailbox }) => ({ ...mailbox, finding: findingOf(fault)! })),
  };
}

function presentSums(sums: Sums) {
  const { mailboxCount, openedCount, folderCount, items, oversize, archiveCount, archive, recoverable } = sums;
  const filled = Object.entries(sums.kinds).filter(([, { count }]) => count > 0);
  return {
    mailboxCount,
    openedCount,
    folderCount,
    items,
    kinds: Object.fromEntries(filled) as Partial<Sums['kinds']>,
    oldestAt: toIso(sums.oldestAt),
    newestAt: toIso(sums.newestAt),
    isSampled: sums.isSampled === 1,
    oversize,
    isOversizeCut: sums.isOversizeCut === 1,
    archive: { mailboxCount: archiveCount, items: archive },
    recoverableItems: recoverable,
    folderFindingCount: sums.faultCount,
  };
}

export function presentListedOversize(row: ListedOversize) {
  return { ...presentOversize(row), sourceEmail: row.sourceEmail };
}

/** An estimate as the API shows it, with what came of earlier ones. */
export function presentEstimate(
  { work, estimates, runs, slots, throttledMs }: ProjectEstimate,
  mailboxCount: number,
  earlier: readonly { pass: PassRow; estimate: PassEstimateRow }[],
  now: number,
) {
  const of = (what: keyof typeof work) => {
    const { fromMs, toMs } = estimates[what];
    return { items: work[what].total, fromMs, toMs };
  };
  const open = earlier.find(({ pass }) => pass.endedAt === null);
  return {
    at: toIso(now),
    basis: estimates.full.basis,
    mailboxCount,
    countedCount: work.full.mailboxes,
    runCount: runs.length,
    slots,
    throttledMs,
    preStage: of('preStage'),
    delta: of('delta'),
    full: of('full'),
    running: open ? presentRunning(open, estimates, now) : null,
    passes: earlier.filter(({ pass }) => pass.endedAt !== null).map(presentEarlier),
  };
}

function presentRunning(
  { pass, estimate }: { pass: PassRow; estimate: PassEstimateRow },
  estimates: ProjectEstimate['estimates'],
  now: number,
) {
  const { fromMs, toMs } = pass.type === 'pre-stage' ? estimates.preStage : estimates.full;
  return {
    passId: pass.id,
    type: pass.type,
    elapsedMs: Math.max(0, now - (pass.startedAt ?? pass.createdAt)),
    left: { fromMs, toMs },
    estimated: { fromMs: estimate.fromMs, toMs: estimate.toMs },
  };
}

function presentEarlier({ pass, estimate }: { pass: PassRow; estimate: PassEstimateRow }) {
  const { fromMs, toMs, basis } = estimate;
  const tookMs = (pass.endedAt ?? 0) - (pass.startedAt ?? pass.createdAt);
  return {
    passId: pass.id,
    type: pass.type,
    status: pass.status,
    startedAt: toIso(pass.startedAt ?? pass.createdAt),
    basis,
    estimated: { fromMs, toMs },
    tookMs,
    // What did not come to its end shows nothing of the estimate.
    error: pass.status === 'completed' ? errorOf({ fromMs, toMs }, tookMs) : null,
  };
}
