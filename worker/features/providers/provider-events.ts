import { changesBetween } from '../../lib/event.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { DirectoryEntry } from './directory.ts';
import type { ProviderFacts } from './provider.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Named = Pick<DirectoryEntry, 'id' | 'name'>;

const subjectOf = ({ id, name }: Named) => ({ kind: 'provider', id, name });

export function providerAdded(deps: Needs, principal: Principal, entry: Named): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'provider.added', subject: subjectOf(entry) });
}

export function providerUpdated(
  deps: Needs,
  principal: Principal,
  before: DirectoryEntry,
  after: ProviderFacts,
): NewEvent {
  const { id: _id, origin: _origin, source: _source, updatedAt: _updatedAt, ...facts } = before;
  return newEvent(deps, actorOf(principal), {
    type: 'provider.updated',
    subject: subjectOf(before),
    changes: changesBetween<ProviderFacts>(facts, after),
  });
}

/** `isUndone`: the shipped entry is back. */
export function providerDeleted(deps: Needs, principal: Principal, entry: Named, isUndone: boolean): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'provider.deleted',
    subject: subjectOf(entry),
    data: { isUndone },
  });
}
