import type { ActorKind, EventType } from '../../lib/event-types.ts';
import type { EventChange, EventSubject } from '../../lib/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';

/** Who did it, by the name of then. */
export type Actor = { kind: ActorKind; id: string | null; name: string };

/** Mailferry itself: passes, schedules. */
export const SYSTEM: Actor = { kind: 'system', id: null, name: 'Mailferry' };

/** What happened. Never a secret, never content of a mailbox. */
export type EventFacts = {
  type: EventType;
  subject: EventSubject;
  customerId?: string | null;
  projectId?: string | null;
  mailboxId?: string | null;
  passId?: string | null;
  changes?: readonly EventChange[];
  data?: Readonly<Record<string, unknown>>;
  /** Further names and addresses by which it is found. */
  words?: readonly string[];
};

export type NewEvent = EventFacts & { id: string; at: number; actor: Actor };

export function actorOf({ agentId, actorId, actorName }: Principal): Actor {
  return { kind: agentId === null ? 'api-key' : 'agent', id: actorId, name: actorName };
}

/** An event of now. */
export function newEvent({ newId, now }: Pick<Deps, 'newId' | 'now'>, actor: Actor, facts: EventFacts): NewEvent {
  return { ...facts, id: newId('evt'), at: now(), actor };
}
