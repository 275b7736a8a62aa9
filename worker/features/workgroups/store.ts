import type { SQL } from 'drizzle-orm';
import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { REQUEST_DEFAULTS } from '../../lib/credential-request-facts.ts';
import type { Language } from '../../lib/mail/languages.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import {
  account,
  installation,
  member,
  organization,
  session,
  twoFactors,
  unprovenSignIns,
  user,
  workgroupSettings,
} from './table.ts';
import { addressOfEmail } from './unproven-email.ts';

/** True once the first owner has signed up. */
export async function hasOwner(db: Db): Promise<boolean> {
  const [row] = await db.select({ id: installation.id }).from(installation).limit(1);
  return row !== undefined;
}

export type NewWorkgroup = {
  ids: { workgroup: string; agent: string; account: string; member: string };
  workgroupName: string;
  name: string;
  /** As the account is stored under; see unproven-email.ts. */
  email: string;
  /** By which an account with an unproven address is found. */
  signInKey?: string;
  passwordHash: string;
  now: number;
  /** Claims the installation; fails when someone has claimed it. */
  isFirst: boolean;
  events?: readonly NewEvent[];
};

/** Writes a workgroup with its owner: all or nothing. */
export async function createWorkgroup(db: Db, it: NewWorkgroup): Promise<void> {
  const at = new Date(it.now);
  const { ids } = it;
  const statements = [
    db.insert(organization).values({ id: ids.workgroup, name: it.workgroupName, slug: ids.workgroup, createdAt: at }),
    ...(it.events ?? []).map((event) => eventStatement(db, ids.workgroup, event)),
    db
      .insert(user)
      .values({ id: ids.agent, name: it.name, email: it.email, emailVerified: false, createdAt: at, updatedAt: at }),
    db.insert(account).values({
      id: ids.account,
      accountId: ids.agent,
      providerId: 'credential',
      userId: ids.agent,
      password: it.passwordHash,
      createdAt: at,
      updatedAt: at,
    }),
    db
      .insert(member)
      .values({ id: ids.member, organizationId: ids.workgroup, userId: ids.agent, role: 'owner', createdAt: at }),
  ];
  const { isFirst, signInKey } = it;
  await runBatch(db, [
    ...statements,
    ...(isFirst ? [db.insert(installation).values({ id: 1, workgroupId: ids.workgroup, createdAt: it.now })] : []),
    ...(signInKey === undefined ? [] : [db.insert(unprovenSignIns).values({ key: signInKey, agentId: ids.agent })]),
  ]);
}

/** Whether sign-in asks this agent for a code. */
export async function hasTwoFactor(db: Db, agentId: string): Promise<boolean> {
  const [row] = await db
    .select({ agentId: twoFactors.agentId })
    .from(twoFactors)
    .where(and(eq(twoFactors.agentId, agentId), isNotNull(twoFactors.enabledAt)));
  return row !== undefined;
}

export async function getPasswordHash(db: Db, agentId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ password: account.password })
    .from(account)
    .where(and(eq(account.userId, agentId), eq(account.providerId, 'credential')));
  return row?.password ?? undefined;
}

/** Whose session it is; undefined once it has ended. */
export async function getSessionAgent(db: Db, sessionId: string, now: number): Promise<string | undefined> {
  const [row] = await db
    .select({ agentId: session.userId })
    .from(session)
    .where(and(eq(session.id, sessionId), gt(session.expiresAt, new Date(now))));
  return row?.agentId;
}

export type Membership = {
  workgroupId: string;
  workgroupName: string;
  role: string;
  agentId: string;
  agentName: string;
  agentEmail: string;
  /** Nobody has proven that the address is theirs; see unproven-email.ts. */
  isUnproven: boolean;
  hasTwoFactor: boolean;
  /** The workgroup requires two-factor sign-in of its agents. */
  requiresTwoFactor: boolean;
  /** Of messages to the agent: their own choice, else that of the workgroup. */
  language: Language | null;
  timeZone: string | null;
};

/** Workgroups of an agent, oldest membership first. */
export async function listMemberships(db: Db, agentId: string): Promise<Membership[]> {
  return membershipsWhere(db, eq(member.userId, agentId));
}

/** The memberships of agents, oldest first. */
export async function membershipsWhere(db: Db, where: SQL | undefined): Promise<Membership[]> {
  const rows = await db
    .select({
      workgroupId: organization.id,
      workgroupName: organization.name,
      role: member.role,
      agentId: user.id,
      agentName: user.name,
      agentEmail: user.email,
      language: sql<Language | null>`coalesce(${user.language}, ${workgroupSettings.language})`,
      timeZone: sql<string | null>`coalesce(${user.timeZone}, ${workgroupSettings.timeZone})`,
      twoFactorAt: twoFactors.enabledAt,
      requiresTwoFactor: workgroupSettings.requireTwoFactor,
    })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .innerJoin(user, eq(user.id, member.userId))
    .leftJoin(twoFactors, eq(twoFactors.agentId, member.userId))
    .leftJoin(workgroupSettings, eq(workgroupSettings.workgroupId, member.organizationId))
    .where(where)
    .orderBy(asc(member.id));
  return rows.map(({ twoFactorAt, requiresTwoFactor, ...row }) => {
    const agentEmail = addressOfEmail(row.agentEmail);
    return {
      ...row,
      agentEmail,
      isUnproven: agentEmail !== row.agentEmail,
      hasTwoFactor: twoFactorAt !== null,
      requiresTwoFactor: requiresTwoFactor ?? false,
    };
  });
}

/** The owners of a workgroup. */
export async function listOwners(db: Db, workgroupId: string): Promise<Membership[]> {
  return membershipsWhere(db, and(eq(member.organizationId, workgroupId), eq(member.role, 'owner')));
}

export async function getMembership(db: Db, workgroupId: string, agentId: string): Promise<Membership | undefined> {
  const memberships = await listMemberships(db, agentId);
  return memberships.find((membership) => membership.workgroupId === workgroupId);
}

export type Workgroup = {
  id: string;
  name: string;
  /** Null: none chosen. */
  language: Language | null;
  timeZone: string | null;
  /** Whether agents see all projects. */
  projectSharing: boolean;
  requestValidDays: number;
  reminderDays: number[];
  /** Null: never. */
  purgeAfterDays: number | null;
};

export async function getWorkgroup(db: Db, workgroupId: string): Promise<Workgroup | undefined> {
  const [row] = await db
    .select({
      id: organization.id,
      name: organization.name,
      settings: workgroupSettings,
    })
    .from(organization)
    .leftJoin(workgroupSettings, eq(workgroupSettings.workgroupId, organization.id))
    .where(eq(organization.id, workgroupId));
  if (!row) return undefined;
  const { settings, ...rest } = row;
  const { validDays, reminderDays, purgeAfterDays } = REQUEST_DEFAULTS;
  return {
    ...rest,
    language: settings?.language ?? null,
    timeZone: settings?.timeZone ?? null,
    projectSharing: settings?.projectSharing ?? true,
    requestValidDays: settings?.requestValidDays ?? validDays,
    reminderDays: settings?.reminderDays ?? reminderDays,
    purgeAfterDays: settings ? settings.purgeAfterDays : purgeAfterDays,
  };
}

/** Changes a workgroup, with the event of it. */
export async function updateWorkgroup(
  db: Db,
  workgroupId: string,
  { name, ...settings }: Partial<Omit<Workgroup, 'id'>>,
  event: NewEvent,
  then: readonly Statement[],
): Promise<void> {
  await runBatch(db, [
    // What it does not change stays; the event is behind a statement that hits a row in any case.
    db
      .update(organization)
      .set({ name: name ?? sql`${organization.name}` })
      .where(eq(organization.id, workgroupId)),
    eventStatement(db, workgroupId, event),
    ...(Object.keys(settings).length === 0
      ? []
      : [
          db
            .insert(workgroupSettings)
            .values({ workgroupId, ...settings })
            .onConflictDoUpdate({ target: workgroupSettings.workgroupId, set: settings }),
        ]),
    ...then,
  ]);
}

/** Puts a session into a workgroup, and notes when its agent came. */
export async function enterWorkgroup(
  db: Db,
  sessionId: string,
  { workgroupId, agentId }: Pick<Membership, 'workgroupId' | 'agentId'>,
  now: number,
): Promise<void> {
  await runBatch(db, [
    db.update(session).set({ activeOrganizationId: workgroupId }).where(eq(session.id, sessionId)),
    db
      .update(member)
      .set({ lastSignInAt: now })
      .where(and(eq(member.organizationId, workgroupId), eq(member.userId, agentId))),
  ]);
}
