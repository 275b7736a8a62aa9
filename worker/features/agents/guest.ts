import { eq } from 'drizzle-orm';
import type { AppContext } from '../kernel/app.ts';
import type { Db } from '../kernel/db.ts';
import { user } from '../workgroups/table.ts';
import { addressOfEmail } from '../workgroups/unproven-email.ts';
import type { InvitationRow } from './table.ts';

/** Who is signed in where an invitation is opened; they need not be in any workgroup. */
export type Guest = { agentId: string; sessionId: string; name: string; email: string; isProven: boolean };

export async function readGuest(c: AppContext): Promise<Guest | undefined> {
  const { sessions, db } = c.var.deps;
  const session = await sessions.read(c.req.raw);
  if (!session) return undefined;
  for (const cookie of session.cookies) c.header('set-cookie', cookie, { append: true });
  const [row] = await db.select({ name: user.name, email: user.email }).from(user).where(eq(user.id, session.agentId));
  if (!row) return undefined;
  const email = addressOfEmail(row.email);
  return { agentId: session.agentId, sessionId: session.id, name: row.name, email, isProven: email === row.email };
}

/** Whether an account has the address that was invited, whatever its case; of an unproven one the address is a claim. */
export function fits({ email }: Guest, invitation: Pick<InvitationRow, 'email'>): boolean {
  return email.toLowerCase() === invitation.email;
}

/** Whether there is an account that is stored under this address. */
export async function hasAccount(db: Db, email: string): Promise<boolean> {
  const [row] = await db.select({ id: user.id }).from(user).where(eq(user.email, email));
  return row !== undefined;
}
