import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf, isForeignKeyViolation } from '../kernel/db.ts';
import type { CapabilitiesByUrl } from '../../lib/learnt-capabilities.ts';
import type { Origins } from '../../lib/origin-facts.ts';
import { withOrigins } from './origins.ts';
import type { EndpointRow } from './table.ts';
import { endpoints } from './table.ts';

export async function createEndpoint(
  db: Db,
  workgroupId: string,
  row: Omit<EndpointRow, 'workgroupId'>,
  events: readonly NewEvent[],
): Promise<void> {
  await db.batch([
    db.insert(endpoints).values({ ...row, workgroupId }),
    ...events.map((event) => eventStatement(db, workgroupId, event)),
  ]);
}

export async function getEndpoint(db: Db, workgroupId: string, endpointId: string): Promise<EndpointRow | undefined> {
  const [row] = await db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.workgroupId, workgroupId), eq(endpoints.id, endpointId)));
  return row;
}

/** Endpoints by id. */
export async function listEndpointsByIds(
  db: Db,
  workgroupId: string,
  endpointIds: readonly string[],
): Promise<Map<string, EndpointRow>> {
  const rows = await db
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.workgroupId, workgroupId), isAnyOf(endpoints.id, endpointIds)));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Latest first. */
export async function listEndpoints(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<EndpointRow[]> {
  return db
    .select()
    .from(endpoints)
    .where(
      and(
        eq(endpoints.workgroupId, workgroupId),
        page.cursor === undefined ? undefined : lt(endpoints.id, page.cursor),
      ),
    )
    .orderBy(desc(endpoints.id))
    .limit(page.limit);
}

/** What of a row may change; of capabilities also what the database makes of those that it has. */
type Changes = Partial<Omit<EndpointRow, 'id' | 'workgroupId' | 'createdAt' | 'capabilities'>> & {
  capabilities?: EndpointRow['capabilities'] | SQL<CapabilitiesByUrl>;
};

/**
 * Changes columns; `learnt` is merged into what the database has of origins by then. `events` are those of a change that
 * a person made; what servers show has none. `also` goes into the same batch. False where the endpoint is gone, or has another `updatedAt` than `from`.
 */
export async function updateEndpoint(
  db: Db,
  workgroupId: string,
  endpointId: string,
  changes: Changes,
  learnt: Origins = {},
  { events = [], from, also = [] }: { events?: readonly NewEvent[]; from?: number; also?: readonly Statement[] } = {},
): Promise<boolean> {
  const isLearnt = Object.keys(learnt).length > 0;
  if (!isLearnt && Object.keys(changes).length === 0) return true;
  const [changed] = await db.batch([
    db
      .update(endpoints)
      .set({ ...changes, ...(isLearnt && { origins: withOrigins(learnt) }) })
      .where(
        and(
          eq(endpoints.workgroupId, workgroupId),
          eq(endpoints.id, endpointId),
          from === undefined ? undefined : eq(endpoints.updatedAt, from),
        ),
      )
      .returning({ id: endpoints.id }),
    ...events.map((event) => eventStatement(db, workgroupId, event)),
    ...also,
  ]);
  return changed.length > 0;
}

/** Deletes an endpoint that no project uses. `in-use` when one does, also when it came in between. */
export async function deleteEndpoint(
  db: Db,
  workgroupId: string,
  endpointId: string,
  event: NewEvent,
): Promise<'deleted' | 'in-use' | 'not-found'> {
  try {
    const [deleted] = await db.batch([
      db
        .delete(endpoints)
        .where(and(eq(endpoints.workgroupId, workgroupId), eq(endpoints.id, endpointId)))
        .returning({ id: endpoints.id }),
      eventStatement(db, workgroupId, event),
    ]);
    return deleted.length > 0 ? 'deleted' : 'not-found';
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'in-use';
    throw error;
  }
}
