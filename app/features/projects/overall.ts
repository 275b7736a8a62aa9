import type { Mailbox, Project } from '../../api.ts';
import type { Tone } from '../../ui/parts.tsx';

/** An item weighs as much as this many bytes beside its content; so small and large items both count. */
const ITEM_BYTES = 20_000;

type Totals = Pick<Project['totals'], 'itemsDone' | 'itemsTotal' | 'bytesDone' | 'bytesTotal'> & {
  /** Nothing is left to do for these. */
  itemsFailed?: number;
};

function workOf(items: number, bytes: number): number {
  return items * ITEM_BYTES + bytes;
}

function fractionOf(totals: Totals): number {
  const total = workOf(totals.itemsTotal, totals.bytesTotal);
  const tried = totals.itemsDone + (totals.itemsFailed ?? 0);
  return total === 0 ? 0 : Math.min(1, workOf(tried, totals.bytesDone) / total);
}

/** How far a project is, and in which light it stands. */
export function overallOf(project: Pick<Project, 'counters' | 'totals'>): { fraction: number; tone: Tone } {
  const { counters } = project;
  const fraction = fractionOf(project.totals);
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

/**
 * Mailboxes whose items no one has counted yet: what is known of the rest says nothing about them. `inPass` are those
 * whose turn comes in a pass that runs.
 */
export function uncountedOf(mailboxes: readonly Mailbox[]): { all: number; inPass: number } {
  const uncounted = mailboxes.filter(
    ({ progress, state, status }) =>
      progress.itemsTotal === 0 && (state !== 'done' || status === 'Completed (Verification)'),
  );
  const inPass = uncounted.filter(({ state }) => state === 'waiting' || state === 'running');
  return { all: uncounted.length, inPass: inPass.length };
}

/** Time left at a speed, ms; undefined while nothing moves or nothing is left. */
export function etaOf(totals: Totals, rates: { itemsPerSecond: number; bytesPerSecond: number }): number | undefined {
  const speed = workOf(rates.itemsPerSecond, rates.bytesPerSecond);
  const itemsLeft = totals.itemsTotal - totals.itemsDone - (totals.itemsFailed ?? 0);
  const left = workOf(itemsLeft, totals.bytesTotal - totals.bytesDone);
  return speed > 0 && left > 0 ? (left / speed) * 1000 : undefined;
}
