import type { SQL } from 'drizzle-orm';
import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { EstimatedWork, MeasuredRun } from '../../lib/estimate.ts';
import { AGE_GROUPS } from '../../lib/item-ages.ts';
import { OPEN_RUN_STATUSES } from '../../lib/run-statuses.ts';
import type { Work } from '../../lib/units.ts';
import { ITEM_COST_BYTES } from '../../lib/units.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { passes, passMailboxes } from '../passes/table.ts';
import type { PassEstimateRow } from './table.ts';
import { inventories, passEstimates } from './table.ts';

/** What is left to copy of the mailboxes that have an inventory. */
export type RemainingWork = { preStage: EstimatedWork; delta: EstimatedWork; full: EstimatedWork };

export type WorkQuery = {
  /** Of each age group, the share that a pre-stage pass copies. */
  oldShares: readonly number[];
  archive: boolean;
  recoverableItems: boolean;
  /** Only these; all of the project without. */
  mailboxIds?: readonly string[];
};

export async function getRemainingWork(
  db: Db,
  workgroupId: string,
  projectId: string,
  { oldShares, archive, recoverableItems, mailboxIds }: WorkQuery,
): Promise<RemainingWork> {
  // What else crosses is old: it was put aside.
  const aside = (what: 'count' | 'bytes') => sql`(
    ${archive ? sql`coalesce(json_extract(${inventories.archive}, ${path(`items.${what}`)}), 0)` : sql`0`} +
    ${recoverableItems ? sql`coalesce(json_extract(${inventories.recoverable}, ${path(what)}), 0)` : sql`0`})`;
  const old = (what: 'count' | 'bytes') => {
    const groups = Array.from(
      { length: AGE_GROUPS },
      (_, group) =>
        sql`${number(oldShares[group] ?? 1)} * coalesce(json_extract(${inventories.ages}, ${path(`[${group}].${what}`)}), 0)`,
    );
    return sql`(${sql.join(groups, sql` + `)} + ${aside(what)})`;
  };
  const all = (what: 'count' | 'bytes') =>
    sql`(${what === 'count' ? inventories.itemCount : inventories.itemBytes} + ${aside(what)})`;
  const done = (what: 'count' | 'bytes') => (what === 'count' ? mailboxes.itemsDone : mailboxes.bytesDone);
  const left = {
    preStage: (what: 'count' | 'bytes') => sql`max(0, ${old(what)} - ${done(what)})`,
    delta: (what: 'count' | 'bytes') => sql`max(0, ${all(what)} - max(${old(what)}, ${done(what)}))`,
    full: (what: 'count' | 'bytes') => sql`max(0, ${all(what)} - ${done(what)})`,
  };
  const columns = (of: (what: 'count' | 'bytes') => SQL) => ({
    count: sql<number>`coalesce(sum(${of('count')}), 0)`,
    bytes: sql<number>`coalesce(sum(${of('bytes')}), 0)`,
    largest: sql<number>`coalesce(max(${of('count')} * ${number(ITEM_COST_BYTES)} + ${of('bytes')}), 0)`,
  });
  const [row] = await db
    .select({
      mailboxes: sql<number>`count(*)`,
      preStage: columns(left.preStage),
      delta: columns(left.delta),
      full: columns(left.full),
    })
    .from(inventories)
    .innerJoin(mailboxes, eq(mailboxes.id, inventories.mailboxId))
    .where(
      and(
        eq(inventories.workgroupId, workgroupId),
        eq(inventories.projectId, projectId),
        eq(inventories.side, 'source'),
        eq(inventories.isComplete, true),
        mailboxIds ? isAnyOf(inventories.mailboxId, mailboxIds) : undefined,
      ),
    );
  const workOfRow = ({ count, bytes, largest }: { count: number; bytes: number; largest: number }): EstimatedWork => ({
    mailboxes: row?.mailboxes ?? 0,
    total: { count: Math.round(count), bytes: Math.round(bytes) },
    // As work alone: its items have been counted in.
    largest: { count: 0, bytes: Math.round(largest) },
  });
  const none = { count: 0, bytes: 0, largest: 0 };
  return {
    preStage: workOfRow(row?.preStage ?? none),
    delta: workOfRow(row?.delta ?? none),
    full: workOfRow(row?.full ?? none),
  };
}

// Our own numbers and paths are written into the statement: D1 takes at most 100 parameters.
const number = (value: number) => sql.raw(value.toFixed(6));
const path = (below: string) => sql.raw(`'$${below.startsWith('[') ? '' : '.'}${below}'`);

const MOST_RUNS = 1_000;
const COPYING = ['trial', 'pre-stage', 'full', 'retry-errors'] as const;

/** What runs of the project have copied, each by itself: those that are over, and those that work now. */
export async function listMeasuredRuns(
  db: Db,
  workgroupId: string,
  projectId: string,
  now: number,
): Promise<MeasuredRun[]> {
  const rows = await db
    .select({
      mailboxId: passMailboxes.mailboxId,
      status: passMailboxes.status,
      startedAt: passMailboxes.startedAt,
      endedAt: passMailboxes.endedAt,
      tally: passMailboxes.tally,
      itemsDone: mailboxes.itemsDone,
      bytesDone: mailboxes.bytesDone,
    })
    .from(passMailboxes)
    .innerJoin(mailboxes, eq(mailboxes.id, passMailboxes.mailboxId))
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, projectId),
        inArray(passMailboxes.type, [...COPYING]),
        isNotNull(passMailboxes.startedAt),
      ),
    )
    .orderBy(desc(passMailboxes.id))
    .limit(MOST_RUNS);
  const isAll = rows.length < MOST_RUNS;
  const before = new Map<string, Work>();
  // The tally of a run is that of its mailbox so far: what the run itself copied is the difference.
  return rows.toReversed().flatMap((row) => {
    const { mailboxId, status, startedAt, endedAt, tally } = row;
    const isOver = endedAt !== null;
    const progress = isOver && tally && 'done' in tally ? tally : undefined;
    const done = progress?.done ?? (isOver ? undefined : { count: row.itemsDone, bytes: row.bytesDone });
    if (done === undefined || startedAt === null) return [];
    const earlier = before.get(mailboxId) ?? (isAll ? { count: 0, bytes: 0 } : undefined);
    before.set(mailboxId, done);
    if (earlier === undefined || (isOver && status !== 'completed')) return [];
    const copied = { count: Math.max(0, done.count - earlier.count), bytes: Math.max(0, done.bytes - earlier.bytes) };
    return [{ copied, startedAt, endedAt: endedAt ?? now }];
  });
}

/** Until when the servers have asked all open runs of the project to wait; null while one works or may. */
export async function getThrottledUntil(db: Db, workgroupId: string, projectId: string): Promise<number | null> {
  const [row] = await db
    .select({
      until: sql<number | null>`min(${passMailboxes.notBeforeAt})`,
      open: sql<number>`count(*)`,
      waiting: sql<number>`sum(${passMailboxes.status} = 'queued' AND ${passMailboxes.notBeforeAt} IS NOT NULL
        AND ${passMailboxes.fault} IS NOT NULL)`,
    })
    .from(passMailboxes)
    .where(
      and(
        eq(passMailboxes.workgroupId, workgroupId),
        eq(passMailboxes.projectId, projectId),
        inArray(passMailboxes.status, [...OPEN_RUN_STATUSES]),
      ),
    );
  return row && row.open > 0 && row.open === row.waiting ? row.until : null;
}

export function estimateStatement(db: Db, row: PassEstimateRow): Statement {
  return db.insert(passEstimates).values(row);
}

/** Passes with an estimate, the latest first. */
export async function listEstimatedPasses(db: Db, workgroupId: string, projectId: string) {
  return db
    .select({ pass: passes, estimate: passEstimates })
    .from(passEstimates)
    .innerJoin(passes, eq(passes.id, passEstimates.passId))
    .where(and(eq(passEstimates.workgroupId, workgroupId), eq(passEstimates.projectId, projectId)))
    .orderBy(desc(passEstimates.passId))
    .limit(20);
}
