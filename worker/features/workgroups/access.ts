import { createMiddleware } from 'hono/factory';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import type { Deps, Session } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { SCOPES } from '../../lib/permissions.ts';
import type { Role } from '../../lib/roles.ts';
import { ROLES } from '../../lib/roles.ts';
import { problem } from '../kernel/errors.ts';
import { listMemberships } from './store.ts';

/** A role from its table value; an unknown value allows nothing. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'inactive';
}

/**
 * A browser sends the cookie along with what other sites make it request. What changes something, and a WebSocket
 * (which no same-origin rule guards), must come from the app's own origin. Programs send no Origin and pass.
 */
function requireOwnOrigin(c: AppContext): void {
  const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (isSafe && c.req.header('upgrade') === undefined) return;
  const origin = c.req.header('origin');
  if (origin !== undefined && origin !== new URL(c.req.url).origin) throw problem('foreign-origin');
}

async function principalOfSession(c: AppContext): Promise<Principal> {
  const session = await c.var.deps.sessions.read(c.req.raw);
  if (!session) throw problem('unauthenticated');
  requireOwnOrigin(c);
  for (const cookie of session.cookies) c.header('set-cookie', cookie, { append: true });
  return principalOf(c.var.deps, session);
}

/** Whom these Set-Cookie values sign in. */
export async function principalOfCookies(c: AppContext, cookies: readonly string[]): Promise<Principal> {
  const cookie = cookies.map((each) => each.split(';')[0] ?? '').join('; ');
  const session = await c.var.deps.sessions.read(new Request(c.req.url, { headers: { cookie } }));
  if (!session) throw problem('unauthenticated');
  return principalOf(c.var.deps, session);
}

async function principalOf({ db }: Pick<Deps, 'db'>, session: Session): Promise<Principal> {
  const memberships = await listMemberships(db, session.agentId);
  const membership =
    memberships.find(({ workgroupId }) => workgroupId === session.activeWorkgroupId) ??
    memberships.find(({ role }) => role !== 'inactive') ??
    memberships[0];
  if (!membership) throw problem('forbidden', 'You are not a member of any workgroup.');
  return {
    workgroupId: membership.workgroupId,
    role: roleOf(membership.role),
    scopes: SCOPES,
    actorId: session.agentId,
    actorName: membership.agentName,
    agentId: session.agentId,
    sessionId: session.id,
    needsTwoFactor: membership.requiresTwoFactor && !membership.hasTwoFactor,
  };
}

/** Lets through who is signed in, by session or API key, and is not inactive. Sets `principal`. */
export const requireSignIn = createMiddleware<AppEnv>(async (c, next) => {
  const authorization = c.req.header('authorization');
  const principal =
    authorization === undefined ? await principalOfSession(c) : await c.var.deps.principalOfKey(authorization);
  if (principal.role === 'inactive') throw problem('forbidden', 'Your access to this workgroup is turned off.');
  c.set('principal', { ...principal, from: clientAddress(c.var.deps.settings, c.req.raw) });
  await next();
});
