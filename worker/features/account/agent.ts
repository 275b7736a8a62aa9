import type { SQL } from 'drizzle-orm';
import type { MessageKind, MessageVariables } from '../../lib/mail/message-kinds.ts';
import type { EventFacts } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { messagesIf } from '../messages/message-statement.ts';
import type { Membership } from '../workgroups/store.ts';

type Needs = Pick<Deps, 'db' | 'now' | 'newId'>;

/**
 * The workgroup that vouches for an account: the first one that its agent was let into, as long as they are active there.
 * Its mail server sends what the account needs. Later workgroups could read such messages and take the account over, and
 * with it what the agent may do elsewhere.
 */
export function homeOf(memberships: readonly Membership[]): Membership | undefined {
  return memberships.find(({ role }) => role !== 'inactive');
}

/** Writes what an agent did with their account in each of their workgroups, directly after its statement. */
export function accountEvents(
  deps: Needs,
  memberships: readonly Membership[],
  facts: Omit<EventFacts, 'subject'>,
): Statement[] {
  return memberships.map(({ workgroupId, agentId: id, agentName: name }) => {
    const event = newEvent(deps, { kind: 'agent', id, name }, { ...facts, subject: { kind: 'agent', id, name } });
    return eventStatement(deps.db, workgroupId, event);
  });
}

/**
 * A notice to an agent about their account, by their home workgroup. `where` must hold. None without a home, and none to an
 * address that is not proven: it may be that of someone else.
 */
export function accountNotice<K extends MessageKind>(
  deps: Needs,
  memberships: readonly Membership[],
  message: { kind: K; variables: MessageVariables<K> },
  where: SQL,
): Statement[] {
  const home = homeOf(memberships);
  if (!home || home.isUnproven) return [];
  const addressed = addressedTo(deps, home);
  const variables = { name: home.agentName, ...message.variables };
  return messagesIf(
    deps.db,
    [{ workgroupId: home.workgroupId, message: { ...addressed, ...message, variables } }],
    where,
  );
}

/** To whom a message about an account goes, and in which language. */
export function addressedTo({ newId, now }: Needs, { agentEmail, language, timeZone }: Membership) {
  return {
    id: newId('msg'),
    recipient: agentEmail,
    language: language ?? 'en',
    ...(timeZone !== null && { timeZone }),
    now: now(),
  };
}
