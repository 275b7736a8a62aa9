import type { Estimate, EstimateFacts } from '../../lib/estimate.ts';
import { estimateOf } from '../../lib/estimate.ts';
import { AGE_ENDS_DAYS, AGE_GROUPS } from '../../lib/item-ages.ts';
import { IMPERSONATED_SLOTS, PRE_STAGE_DAYS, SHARED_SLOTS } from '../../lib/limits.ts';
import { DAY_MS } from '../../lib/units.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import { getSlotLimit } from '../projects/get-slot-limit.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { RemainingWork } from './estimate-store.ts';
import { getRemainingWork, getThrottledUntil, listMeasuredRuns } from './estimate-store.ts';

type Needs = Pick<Deps, 'db' | 'coordinator' | 'log' | 'now'>;

/** Connections that an account may have at once by the server’s own policy, and how many of them a mailbox uses. */
const CONNECTIONS = { old: 10, recent: 27 };
const PER_MAILBOX = 3;

export type ProjectEstimate = Omit<EstimateFacts, 'work'> & {
  work: RemainingWork;
  estimates: Record<keyof RemainingWork, Estimate>;
};

/** How long the passes of a project would take from now on, with all that this follows from. */
export async function makeEstimate(
  deps: Needs,
  project: ProjectRow,
  { olderThanAt, mailboxIds }: { olderThanAt?: number | null; mailboxIds?: readonly string[] } = {},
): Promise<ProjectEstimate> {
  const { db } = deps;
  const { workgroupId, id, options, sourceEndpointId, destinationEndpointId } = project;
  const now = deps.now();
  const days = typeof olderThanAt === 'number' ? (now - olderThanAt) / DAY_MS : PRE_STAGE_DAYS;
  const [work, runs, throttledUntil, endpoints, limit] = await Promise.all([
    getRemainingWork(db, workgroupId, id, {
      oldShares: oldSharesOf(days),
      archive: options.archive === true,
      recoverableItems: options.recoverableItems === true,
      ...(mailboxIds && { mailboxIds }),
    }),
    listMeasuredRuns(db, workgroupId, id, now),
    getThrottledUntil(db, workgroupId, id),
    listEndpointsByIds(db, workgroupId, [sourceEndpointId, destinationEndpointId]),
    getSlotLimit(deps, project),
  ]);
  const sides = [...endpoints.values()];
  const isImpersonating = sides.length > 0 && sides.every(({ useImpersonation }) => useImpersonation);
  const slots = options.maximumConcurrentMigrations ?? (isImpersonating ? IMPERSONATED_SLOTS : SHARED_SLOTS);
  const facts = {
    slots: Math.min(slots, limit?.atOnce ?? slots),
    budgetSlots: Math.min(...sides.map(budgetSlotsOf), slots),
    runs,
    throttledMs: throttledUntil === null ? 0 : Math.max(0, throttledUntil - now),
  };
  const of = (what: keyof RemainingWork) => estimateOf({ ...facts, work: work[what] });
  return { ...facts, work, estimates: { preStage: of('preStage'), delta: of('delta'), full: of('full') } };
}

/** Without impersonation all mailboxes of an account share its connections; owners have their own. */
function budgetSlotsOf({ username, useImpersonation, version }: EndpointRow): number {
  if (username === null || useImpersonation) return Infinity;
  const isRecent = /Exchange(?:20(?:1[3-9]|[2-9])|SE)/.test(version ?? '');
  return Math.floor((isRecent ? CONNECTIONS.recent : CONNECTIONS.old) / PER_MAILBOX);
}

/** Of each age group, the share that is older than so many days. */
function oldSharesOf(days: number): number[] {
  return Array.from({ length: AGE_GROUPS }, (_, group) => {
    const from = group === 0 ? 0 : AGE_ENDS_DAYS[group - 1]!;
    const end = AGE_ENDS_DAYS[group];
    if (end === undefined || days <= from) return 1;
    return days >= end ? 0 : (end - days) / (end - from);
  });
}
