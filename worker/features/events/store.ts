import type { SQL } from 'drizzle-orm';
import { and, asc, desc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import type { EventType } from '../../lib/event-types.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { EventRow } from './table.ts';
import { events } from './table.ts';

export type EventFilter = {
  type?: readonly EventType[] | undefined;
  customerId?: string | undefined;
  projectId?: string | undefined;
  mailboxId?: string | undefined;
  /** An id or a kind of actors. */
  actor?: string | undefined;
  from?: number | undefined;
  until?: number | undefined;
  /** Part of a name or an address, in any case. */
  query?: string | undefined;
};

/** Newest first; those before the number `before`. */
export async function listEvents(
  db: Db,
  workgroupId: string,
  filter: EventFilter,
  page: { before?: number | undefined; limit: number },
  isVisible: SQL | undefined,
): Promise<EventRow[]> {
  const { type, customerId, projectId, mailboxId, actor, from, until, query } = filter;
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.workgroupId, workgroupId),
        isVisible,
        page.before === undefined ? undefined : lt(events.seq, page.before),
        type && isAnyOf(events.type, type),
        customerId === undefined ? undefined : eq(events.customerId, customerId),
        projectId === undefined ? undefined : eq(events.projectId, projectId),
        mailboxId === undefined ? undefined : eq(events.mailboxId, mailboxId),
        actor === undefined ? undefined : or(eq(events.actorId, actor), sql`${events.actorKind} = ${actor}`),
        from === undefined ? undefined : gte(events.at, from),
        until === undefined ? undefined : lt(events.at, until),
        // instr, not LIKE: an underscore in an address must match literally.
        query ? sql`instr(${events.words}, ${query.toLowerCase()}) > 0` : undefined,
      ),
    )
    .orderBy(desc(events.seq))
    .limit(page.limit);
}

/** The next ones after a number, in their order. */
export async function listEventsAfter(db: Db, workgroupId: string, seq: number, limit: number): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(and(eq(events.workgroupId, workgroupId), gt(events.seq, seq)))
    .orderBy(asc(events.seq))
    .limit(limit);
}
