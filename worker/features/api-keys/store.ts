import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { ApiKeyRow } from './table.ts';
import { apiKeys } from './table.ts';

export async function createApiKey(
  db: Db,
  workgroupId: string,
  row: Omit<ApiKeyRow, 'workgroupId'>,
  events: readonly NewEvent[] = [],
): Promise<void> {
  await db.batch([
    db.insert(apiKeys).values({ ...row, workgroupId }),
    ...events.map((event) => eventStatement(db, workgroupId, event)),
  ]);
}

/** Latest first. */
export async function listApiKeys(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<ApiKeyRow[]> {
  return db
    .select()
    .from(apiKeys)
    .where(
      and(eq(apiKeys.workgroupId, workgroupId), page.cursor === undefined ? undefined : lt(apiKeys.id, page.cursor)),
    )
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}

export async function getApiKey(db: Db, workgroupId: string, keyId: string): Promise<ApiKeyRow | undefined> {
  const [row] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.workgroupId, workgroupId), eq(apiKeys.id, keyId)));
  return row;
}

/** Ends a key, and those that it has made, and so on. A revoked one keeps its first instant. */
export async function revokeApiKey(db: Db, workgroupId: string, keyId: string, event: NewEvent): Promise<void> {
  const line = sql`WITH RECURSIVE line(id) AS (SELECT ${keyId} UNION
    SELECT made.id FROM api_keys made JOIN line ON made.created_by = line.id) SELECT id FROM line`;
  await db.batch([
    db
      .update(apiKeys)
      .set({ revokedAt: event.at })
      .where(and(eq(apiKeys.workgroupId, workgroupId), sql`${apiKeys.id} IN (${line})`, isNull(apiKeys.revokedAt))),
    eventStatement(db, workgroupId, event),
  ]);
}

/** Ends the keys of an agent who is no longer in the workgroup, and those that these keys have made. */
export function revokeKeysOfStatement(db: Db, workgroupId: string, agentId: string, at: number): Statement {
  const line = sql`WITH RECURSIVE line(id) AS (SELECT ${agentId} UNION
    SELECT made.id FROM api_keys made JOIN line ON made.created_by = line.id) SELECT id FROM line`;
  const isIn = sql`EXISTS (SELECT 1 FROM member WHERE organization_id = ${workgroupId} AND user_id = ${agentId})`;
  return db
    .update(apiKeys)
    .set({ revokedAt: at })
    .where(
      and(
        eq(apiKeys.workgroupId, workgroupId),
        sql`${apiKeys.id} IN (${line})`,
        isNull(apiKeys.revokedAt),
        sql`NOT ${isIn}`,
      ),
    );
}

/** The key of a hash, of whatever workgroup: this is how a request's workgroup is found. */
export async function getApiKeyByHash(db: Db, hash: string): Promise<ApiKeyRow | undefined> {
  const [row] = await db.select().from(apiKeys).where(eq(apiKeys.hash, hash));
  return row;
}

/** Notes that a key was used: when, from where, and by which client. */
export async function touchApiKey(
  db: Db,
  workgroupId: string,
  keyId: string,
  use: Pick<ApiKeyRow, 'lastUsedAt' | 'lastUsedFrom' | 'lastUsedBy'>,
): Promise<void> {
  await db
    .update(apiKeys)
    .set(use)
    .where(and(eq(apiKeys.workgroupId, workgroupId), eq(apiKeys.id, keyId)));
}
