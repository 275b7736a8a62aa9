import { sql } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements } from '../kernel/db.ts';
import type { NewEvent } from './event.ts';
import { events } from './table.ts';

/** True if the statement before it in the batch wrote a row (https://sqlite.org/lang_corefunc.html#changes). */
export const HAS_CHANGED = sql`changes() > 0`;

/**
 * Writes the event of a change, in its batch and directly after its statement: if that hits no row, as it does for the
 * slower of two equal requests, nothing is written. Further events of the same change follow it in the same way.
 */
export function eventStatement(db: Db, workgroupId: string, event: NewEvent): Statement {
  const [statement] = insertStatements(db, events, [rowOf(workgroupId, event)], { where: HAS_CHANGED });
  if (!statement) throw new Error('One row makes one statement');
  return statement;
}

function rowOf(workgroupId: string, event: NewEvent): typeof events.$inferInsert {
  const { id, at, type, actor, subject, changes = [], data = {} } = event;
  return {
    id,
    workgroupId,
    at,
    type,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    customerId: event.customerId ?? null,
    projectId: event.projectId ?? null,
    mailboxId: event.mailboxId ?? null,
    passId: event.passId ?? null,
    subject,
    changes: [...changes],
    data,
    words: wordsOf(event),
  };
}

/** The texts by which a person would search for the event. */
function wordsOf({ actor, subject, changes = [], data = {}, words = [] }: NewEvent): string {
  const values = [...changes.flatMap(({ from, to }) => [from, to]), ...Object.values(data)];
  const texts = values.flat().filter((value) => typeof value === 'string');
  return [actor.name, subject.name, ...texts, ...words].join('\n').toLowerCase();
}
