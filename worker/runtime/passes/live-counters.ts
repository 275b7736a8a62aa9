import type { ProjectTotals } from '../../features/kernel/deps.ts';
import type { PresentedMailbox } from '../../features/mailboxes/present-mailbox.ts';

export type Counters = ProjectTotals['counters'];
type InState = Pick<PresentedMailbox, 'id' | 'state'>;

/** Adding and deleting mailboxes is not reported here, so all are counted again this often while anything changes. */
const COUNT_EVERY_MS = 30_000;

/** How many mailboxes of a project are in each state. Counting all reads a row for each, so it is done rarely. */
export type LiveCounters = {
  /** States of mailboxes before and after a change. */
  move(before: readonly InState[], after: readonly InState[]): void;
  /** Something changed that was not reported here. */
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
