import { toIso } from '../../lib/clock.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { PassRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

/** A pass has no name: its type stands for it. */
const factsOf = ({ id, projectId, type }: PassRow) => ({
  subject: { kind: 'pass', id, name: type },
  projectId,
  passId: id,
});

export function passStarted(deps: Needs, principal: Principal, pass: PassRow, projectName: string): NewEvent {
  const { mailboxCount, olderThanAt } = pass;
  return newEvent(deps, actorOf(principal), {
    type: 'pass.started',
    ...factsOf(pass),
    data: { projectName, mailboxCount, ...(olderThanAt !== null && { olderThanAt: toIso(olderThanAt) }) },
  });
}

/** `mailboxIds`: which mailboxes of the pass to stop; undefined for all of it. */
export function stopRequested(
  deps: Needs,
  principal: Principal,
  pass: PassRow,
  mailboxIds: readonly string[] | undefined,
): NewEvent {
  const [first, ...others] = mailboxIds ?? [];
  return newEvent(deps, actorOf(principal), {
    type: 'pass.stop-requested',
    ...factsOf(pass),
    ...(first !== undefined && others.length === 0 && { mailboxId: first }),
    data: mailboxIds ? { count: mailboxIds.length } : {},
  });
}
