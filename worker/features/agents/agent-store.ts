import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import type { Role } from '../../lib/roles.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { addressOfEmail } from '../workgroups/unproven-email.ts';
import { member, twoFactors, user } from '../workgroups/table.ts';

/** An agent as a member of one workgroup. */
export type AgentRow = {
  id: string;
  name: string;
  email: string;
  role: string;
  joinedAt: number;
  lastSignInAt: number | null;
  hasTwoFactor: boolean;
};

const FACTS = {
  id: user.id,
  name: user.name,
  email: user.email,
  role: member.role,
  joinedAt: member.createdAt,
  lastSignInAt: member.lastSignInAt,
  twoFactorAt: twoFactors.enabledAt,
};

type Found = Omit<AgentRow, 'joinedAt' | 'hasTwoFactor'> & { joinedAt: Date; twoFactorAt: number | null };

const withAddress = ({ twoFactorAt, ...row }: Found): AgentRow => ({
  ...row,
  hasTwoFactor: twoFactorAt !== null,
  email: addressOfEmail(row.email),
  joinedAt: row.joinedAt.getTime(),
});

/** In the order in which their accounts were made. */
export async function listAgents(
  db: Db,
  workgroupId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<AgentRow[]> {
  const rows = await db
    .select(FACTS)
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(twoFactors, eq(twoFactors.agentId, user.id))
    .where(
      and(eq(member.organizationId, workgroupId), page.cursor === undefined ? undefined : gt(user.id, page.cursor)),
    )
    .orderBy(asc(user.id))
    .limit(page.limit);
  return rows.map(withAddress);
}

export async function getAgent(db: Db, workgroupId: string, agentId: string): Promise<AgentRow | undefined> {
  const [row] = await db
    .select(FACTS)
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(twoFactors, eq(twoFactors.agentId, user.id))
    .where(and(eq(member.organizationId, workgroupId), eq(user.id, agentId)));
  return row && withAddress(row);
}

/** Whether an agent with this address, in lower case, is in the workgroup. */
export async function isMember(db: Db, workgroupId: string, email: string): Promise<boolean> {
  const [row] = await db
    .select({ id: member.id })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, workgroupId), eq(user.email, email)));
  return row !== undefined;
}

/** Who may still do it when it is done: an agent may lose their role at the same time. */
export type Actor = { agentId: string | null; role: Role };

const ownersBut = (workgroupId: string, agentId: string) =>
  sql`(SELECT count(*) FROM member WHERE organization_id = ${workgroupId} AND role = 'owner' AND user_id <> ${agentId})`;

/** True while the actor has the role by which it is allowed. */
const stillHasRole = (workgroupId: string, { agentId, role }: Actor) =>
  agentId === null
    ? undefined
    : sql`EXISTS (SELECT 1 FROM member WHERE organization_id = ${workgroupId} AND user_id = ${agentId} AND role = ${role})`;

/** The membership as it was read; if it is an owner’s, only while there is another owner. */
const asItWas = (workgroupId: string, { id, role }: Pick<AgentRow, 'id' | 'role'>, keepsOwner: boolean) =>
  and(
    eq(member.organizationId, workgroupId),
    eq(member.userId, id),
    eq(member.role, role),
    role === 'owner' && !keepsOwner ? sql`${ownersBut(workgroupId, id)} > 0` : undefined,
  );

/**
 * Changes a role, with its event and what follows from it. False where the agent, the actor or the number of owners is
 * not what it was: one statement decides, so that of two owners who take the role from each other one stays.
 */
export async function changeRole(
  db: Db,
  workgroupId: string,
  agent: AgentRow,
  to: Role,
  { by, event, after }: { by: Actor; event: NewEvent; after: readonly Statement[] },
): Promise<boolean> {
  const [changed] = await db.batch([
    db
      .update(member)
      .set({ role: to })
      .where(and(asItWas(workgroupId, agent, to === 'owner'), stillHasRole(workgroupId, by)))
      .returning({ id: member.id }),
    eventStatement(db, workgroupId, event),
    ...after,
  ]);
  return changed.length > 0;
}

/** Ends a membership, in the same way. */
export async function removeMember(
  db: Db,
  workgroupId: string,
  agent: AgentRow,
  { by, event, after }: { by: Actor; event: NewEvent; after: readonly Statement[] },
): Promise<boolean> {
  const [removed] = await db.batch([
    db
      .delete(member)
      .where(and(asItWas(workgroupId, agent, false), stillHasRole(workgroupId, by)))
      .returning({ id: member.id }),
    eventStatement(db, workgroupId, event),
    ...after,
  ]);
  return removed.length > 0;
}

/** Makes one agent an owner and the owner who asks for it a manager, both or neither. False where they are not what they were. */
export async function handOver(
  db: Db,
  workgroupId: string,
  fromAgentId: string,
  to: AgentRow,
  events: readonly NewEvent[],
): Promise<boolean> {
  const hasRole = (agentId: string, role: string) =>
    sql`EXISTS (SELECT 1 FROM member WHERE organization_id = ${workgroupId} AND user_id = ${agentId} AND role = ${role})`;
  const [changed] = await db.batch([
    db
      .update(member)
      .set({ role: sql`CASE ${member.userId} WHEN ${to.id} THEN 'owner' ELSE 'manager' END` })
      .where(
        and(
          eq(member.organizationId, workgroupId),
          sql`${member.userId} IN (${fromAgentId}, ${to.id})`,
          ne(member.role, 'inactive'),
          hasRole(fromAgentId, 'owner'),
          hasRole(to.id, to.role),
        ),
      )
      .returning({ id: member.id }),
    ...events.map((event) => eventStatement(db, workgroupId, event)),
  ]);
  return changed.length > 0;
}
