import { changesBetween } from '../../lib/event.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { SavedFilterRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Filter = Pick<SavedFilterRow, 'id' | 'name' | 'filter'>;

const subjectOf = ({ id, name }: Filter) => ({ kind: 'saved-filter', id, name });

export function filterSaved(deps: Needs, principal: Principal, filter: Filter): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'saved-filter.created', subject: subjectOf(filter) });
}

export function filterUpdated(deps: Needs, principal: Principal, before: Filter, after: Filter): NewEvent {
  const shownOf = ({ name, filter }: Filter) => ({ name, ...filter });
  return newEvent(deps, actorOf(principal), {
    type: 'saved-filter.updated',
    subject: subjectOf(before),
    changes: changesBetween(shownOf(before), shownOf(after)),
  });
}

export function filterDeleted(deps: Needs, principal: Principal, filter: Filter): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'saved-filter.deleted', subject: subjectOf(filter) });
}
