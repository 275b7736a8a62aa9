import { createMiddleware } from 'hono/factory';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import type { Deps, Session } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { SCOPES } from '../../lib/permissions.ts';
import type { Role } from '../../lib/roles.ts';
import { ROLES } from '../../lib/roles.ts';
import { problem } from '../kernel/errors.ts';
import type { Membership } from './store.ts';
import { enterWorkgroup, listMemberships } from './store.ts';

type Needs = Pick<Deps, 'db' | 'now'>;

/** A role from its table value; an unknown value allows nothing. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'inactive';
}

/**
 * A browser sends the cookie along with what other sites make it request. What changes something, and a WebSocket
 * (which no same-origin rule guards), must come from the app's own origin. Programs send no Origin and pass.
 */
export function requireOwnOrigin(c: AppContext): void {
  const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (isSafe && c.req.header('upgrade') === undefined) return;
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== new URL(c.req.url).origin) throw problem('foreign-origin');
}

async function requireSession(c: AppContext): Promise<Session> {
  const session = await c.var.deps.sessions.read(c.req.raw);
  if (!session) throw problem('unauthenticated');
  requireOwnOrigin(c);
  for (const cookie of session.cookies) c.header('set-cookie', cookie, { append: true });
  return session;
}

/** Whom these Set-Cookie values sign in. */
export async function principalOfCookies(c: AppContext, cookies: readonly string[]): Promise<Principal> {
  const cookie = cookies.map((each) => each.split(';')[0] ?? '').join('; ');
  const session = await c.var.deps.sessions.read(new Request(c.req.url, { headers: { cookie } }));
  if (!session) throw problem('unauthenticated');
  return principalOf(c.var.deps, session);
}

/**
 * The membership that a session is for. A session stays in one workgroup until the agent switches: where the membership
 * ends, the next request must not go into another workgroup.
 */
async function membershipOf({ db, now }: Needs, session: Session): Promise<Membership | undefined> {
  const memberships = await listMemberships(db, session.agentId);
  const { activeWorkgroupId } = session;
  if (activeWorkgroupId !== null) return memberships.find(({ workgroupId }) => workgroupId === activeWorkgroupId);
  const first = memberships.find(({ role }) => role !== 'inactive') ?? memberships[0];
  if (first) await enterWorkgroup(db, session.id, first, now());
  return first;
}

async function principalOf(deps: Needs, session: Session): Promise<Principal> {
  const membership = await membershipOf(deps, session);
  if (!membership) throw problem('forbidden', 'You are not a member of this workgroup.');
  return {
    workgroupId: membership.workgroupId,
    role: roleOf(membership.role),
    scopes: SCOPES,
    actorId: session.agentId,
    actorName: membership.agentName,
    agentId: session.agentId,
    onBehalfOf: { agentId: session.agentId, role: roleOf(membership.role) },
    sessionId: session.id,
    needsTwoFactor: membership.requiresTwoFactor && !membership.hasTwoFactor,
  };
}

/** Lets through who is signed in, by session or API key, and is not inactive. Sets `principal`. */
export const requireSignIn = createMiddleware<AppEnv>(async (c, next) => {
  const hasKey = c.req.header('authorization') !== undefined;
  const principal = hasKey
    ? await c.var.deps.principalOfKey(c.req.raw)
    : await principalOf(c.var.deps, await requireSession(c));
  if (principal.role === 'inactive') throw problem('forbidden', 'Your access to this workgroup is turned off.');
  c.set('principal', { ...principal, from: clientAddress(c.var.deps.settings, c.req.raw) });
  await next();
});

/**
 * Lets through every agent who is signed in, also those whom their workgroup has shut out: they may have another. As
 * `principal` they are inactive then.
 */
export const requireAgent = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header('authorization') !== undefined) {
    c.set('principal', await c.var.deps.principalOfKey(c.req.raw));
    return next();
  }
  const session = await requireSession(c);
  const membership = await membershipOf(c.var.deps, session);
  const { agentId, id: sessionId, activeWorkgroupId } = session;
  const role = roleOf(membership?.role ?? 'inactive');
  c.set('principal', {
    workgroupId: membership?.workgroupId ?? activeWorkgroupId ?? '',
    role,
    scopes: SCOPES,
    actorId: agentId,
    actorName: membership?.agentName ?? '',
    agentId,
    onBehalfOf: { agentId, role },
    sessionId,
  });
  return next();
});
