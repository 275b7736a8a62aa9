import { asc, eq } from 'drizzle-orm';
import type { Db, Statement } from '../kernel/db.ts';
import { unprovenSignIns, user } from './table.ts';

/** What an account with an unproven address is stored under, found by the key of its address and password. */
export async function getUnprovenEmail(db: Db, key: string): Promise<string | undefined> {
  const [row] = await db
    .select({ email: user.email })
    .from(unprovenSignIns)
    .innerJoin(user, eq(user.id, unprovenSignIns.agentId))
    .where(eq(unprovenSignIns.key, key))
    .orderBy(asc(user.id))
    .limit(1);
  return row?.email;
}

/** Whether any account has an unproven address. */
export async function hasUnproven(db: Db): Promise<boolean> {
  const [row] = await db.select({ key: unprovenSignIns.key }).from(unprovenSignIns).limit(1);
  return row !== undefined;
}

/** Whether the address of this agent is unproven. */
export async function isUnproven(db: Db, agentId: string): Promise<boolean> {
  const [row] = await db
    .select({ key: unprovenSignIns.key })
    .from(unprovenSignIns)
    .where(eq(unprovenSignIns.agentId, agentId))
    .limit(1);
  return row !== undefined;
}

/** From now on the agent is found by this key alone. */
export function replaceSignInKey(db: Db, agentId: string, key: string): Statement[] {
  return [
    db.delete(unprovenSignIns).where(eq(unprovenSignIns.agentId, agentId)),
    db.insert(unprovenSignIns).values({ agentId, key }),
  ];
}
