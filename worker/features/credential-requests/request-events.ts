import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { EventType } from '../../lib/event-types.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { newEvent, SYSTEM } from '../events/event.ts';
import { withCustomerName } from '../events/event-statement.ts';
import { events } from '../events/table.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';

const WITH_OWNER = sql.raw(
  'JOIN projects j ON j.id = m.project_id LEFT JOIN customers owner ON owner.id = j.customer_id',
);

/**
 * One event about each of the mailboxes `m` that `from` and `where` yield, for any number of them. `id`: what makes it
 * unique.
 */
export function mailboxEvents(
  db: Db,
  workgroupId: string,
  what: { type: EventType; id: SQL; from: SQL; where: SQL; passId?: SQL; data: SQL; actor?: Actor; now: number },
): Statement {
  const { type, id, from, where, passId = sql`NULL`, data, actor = SYSTEM, now } = what;
  return db.insert(events).select(
    sql`SELECT NULL, 'evt_' || ${id}, ${workgroupId}, ${now}, ${type}, ${actor.kind}, ${actor.id}, ${actor.name},
      owner.id, m.project_id, m.id, ${passId}, json_object('kind', 'mailbox', 'id', m.id, 'name', m.source_email), '[]',
      ${withCustomerName(sql`json_patch(json_object('projectName', j.name, 'destinationEmail', m.destination_email), ${data})`)},
      lower(${actor.name} || char(10) || m.source_email || char(10) || m.destination_email || char(10) || j.name)
      FROM ${from} ${WITH_OWNER} WHERE ${where}`,
  );
}

type About = { id: string; mailboxId: string; sourceEmail: string };

/** One event for what someone did with requests of a project: about the mailbox, if it is one. */
export function requestsEvent(
  deps: Pick<Deps, 'newId' | 'now'>,
  actor: Actor,
  type: EventType,
  project: { id: string; name: string },
  requests: readonly About[],
): NewEvent {
  const [first, ...others] = requests;
  if (first && others.length === 0)
    return newEvent(deps, actor, {
      type,
      subject: { kind: 'mailbox', id: first.mailboxId, name: first.sourceEmail },
      projectId: project.id,
      mailboxId: first.mailboxId,
      data: { requestId: first.id },
    });
  return newEvent(deps, actor, {
    type,
    subject: { kind: 'project', id: project.id, name: project.name },
    projectId: project.id,
    data: { count: requests.length },
    words: requests.map(({ sourceEmail }) => sourceEmail),
  });
}
