import { toIso } from '../../lib/clock.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ApiKeyRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Key = Pick<ApiKeyRow, 'id' | 'name'>;

const subjectOf = ({ id, name }: Key) => ({ kind: 'api-key', id, name });

export function apiKeyCreated(
  deps: Needs,
  principal: Principal,
  key: Key & Pick<ApiKeyRow, 'role' | 'scopes' | 'expiresAt'>,
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'api-key.created',
    subject: subjectOf(key),
    data: { role: key.role, scopes: key.scopes, expiresAt: toIso(key.expiresAt) },
  });
}

export function apiKeyRevoked(deps: Needs, principal: Principal, key: Key): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'api-key.revoked', subject: subjectOf(key) });
}
