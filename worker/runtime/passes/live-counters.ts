import type { ProjectTotals } from '../../features/kernel/deps.ts';
import type { PresentedMailbox } from '../../features/mailboxes/present-mailbox.ts';

export type Counters = ProjectTotals['counters'];
type InState = Pick<PresentedMailbox, 'id' | 'state'>;

/** What adds and deletes mailboxes does not tell: so often all are counted again, where anything changes. */
const COUNT_EVERY_MS = 30_000;

/** How many mailboxes of a project are in which state. To count them all takes a row for each: it is done seldom. */
export type LiveCounters = {
  /** Mailboxes as they stood before a change, and after. */
  move(before: readonly InState[], after: readonly InState[]): void;
  /** Something has changed that was not told here. */
  forget(): void;
  get(now: number): Promise<Counters>;
};

export function createLiveCounters(count: () => Promise<Counters>): LiveCounters {
  let known: Counters | undefined;
  let countedAt = 0;
  return {
    move(before, after) {
      if (!known) return;
      const states = new Map(before.map(({ id, state }) => [id, state]));
      for (const { id, state } of after) {
        const from = states.get(id);
        if (from === undefined) known = undefined;
        if (!known || from === undefined) return;
        known[from] -= 1;
        known[state] += 1;
      }
    },
    forget: () => void (known = undefined),
    async get(now) {
      if (known && now - countedAt < COUNT_EVERY_MS) return { ...known };
      countedAt = now;
      known = await count();
      return { ...known };
    },
  };
}
