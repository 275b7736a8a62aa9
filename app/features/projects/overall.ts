import { STATUS_WORDS } from '../../../worker/lib/mailbox-statuses.ts';
import type { Rates } from '../../../worker/lib/units.ts';
import { etaMsOf, fractionOf } from '../../../worker/lib/units.ts';
import type { Mailbox, Project } from '../../api.ts';
import type { Tone } from '../../ui/parts.tsx';

type Totals = Pick<Project['totals'], 'itemsDone' | 'itemsTotal' | 'bytesDone' | 'bytesTotal'> & {
  /** Nothing is left to do for these. */
  itemsFailed?: number;
};

function settledOf({ itemsDone, itemsFailed = 0, bytesDone }: Totals): { count: number; bytes: number } {
  return { count: itemsDone + itemsFailed, bytes: bytesDone };
}

function totalOf({ itemsTotal, bytesTotal }: Totals): { count: number; bytes: number } {
  return { count: itemsTotal, bytes: bytesTotal };
}

/** A project's progress and tone. */
export function overallOf(project: Pick<Project, 'counters' | 'totals'>): { fraction: number; tone: Tone } {
  const { counters, totals } = project;
  const fraction = fractionOf(settledOf(totals), totalOf(totals));
  if (counters.running + counters.waiting > 0) return { fraction, tone: 'run' };
  if (counters.attention > 0) return { fraction, tone: 'bad' };
  if (counters.total > 0 && counters.done === counters.total) return { fraction: fraction || 1, tone: 'ok' };
  return { fraction, tone: 'idle' };
}

/** Totals of the mailboxes as they are now: the live ones are ahead of what the project was read with. */
export function sumMailboxes(mailboxes: readonly Mailbox[]): Project['totals'] & { itemsFailed: number } {
  const totals = { itemsDone: 0, itemsFailed: 0, itemsTotal: 0, bytesDone: 0, bytesTotal: 0, errors: 0 };
  for (const { progress, errorCount } of mailboxes) {
    totals.itemsDone += progress.itemsDone;
    totals.itemsFailed += progress.itemsFailed;
    totals.itemsTotal += progress.itemsTotal;
    totals.bytesDone += progress.bytesDone;
    totals.bytesTotal += progress.bytesTotal;
    totals.errors += errorCount;
  }
  return totals;
}

/** How a pass ends that copies nothing. */
const COPIES_NOTHING: readonly string[] = [STATUS_WORDS['completed-verification'], STATUS_WORDS['completed-inventory']];

/**
 * Mailboxes whose items are not counted yet: the others' totals say nothing about them. `inPass`: those that a running
 * pass will reach.
 */
export function uncountedOf(mailboxes: readonly Mailbox[]): { all: number; inPass: number } {
  const uncounted = mailboxes.filter(
    ({ progress, state, status }) => progress.itemsTotal === 0 && (state !== 'done' || COPIES_NOTHING.includes(status)),
  );
  const inPass = uncounted.filter(({ state }) => state === 'waiting' || state === 'running');
  return { all: uncounted.length, inPass: inPass.length };
}

/** Time left at a speed, ms; undefined while nothing moves or nothing is left. */
export function etaOf(totals: Totals, rates: Rates): number | undefined {
  return etaMsOf(settledOf(totals), totalOf(totals), rates) || undefined;
}
