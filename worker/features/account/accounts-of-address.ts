import { and, eq, gte, lt, or } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { Membership } from '../workgroups/store.ts';
import { membershipsWhere } from '../workgroups/store.ts';
import { user } from '../workgroups/table.ts';
import { unprovenRange } from '../workgroups/unproven-email.ts';

/** Of an address that nobody has proven there may be many; nobody gets more messages than this for one request. */
const MOST_ACCOUNTS = 5;

/** The accounts with an address, each with its memberships. One query, whatever there is. */
export async function accountsOfAddress(db: Db, address: string): Promise<Membership[][]> {
  const email = address.toLowerCase();
  const { from, below } = unprovenRange(email);
  const rows = await membershipsWhere(db, or(eq(user.email, email), and(gte(user.email, from), lt(user.email, below))));
  const accounts = new Map<string, Membership[]>();
  for (const row of rows)
    if (row.agentEmail === email) accounts.set(row.agentId, [...(accounts.get(row.agentId) ?? []), row]);
  return [...accounts.values()].slice(0, MOST_ACCOUNTS);
}
