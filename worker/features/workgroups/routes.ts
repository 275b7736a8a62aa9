import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { valid } from '../kernel/validate.ts';
import { principalOfCookies, requireSignIn, roleOf } from './access.ts';
import { Me, SetupRequest, SetupState } from './schema.ts';
import { signUpOwner } from './sign-up-owner.ts';
import { getWorkgroup, hasOwner, listMemberships } from './store.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';

const tag = 'Workgroup';

/** Who is signed in, as screens show it. */
export async function describePrincipal(deps: Deps, principal: Principal) {
  const { workgroupId, agentId, role } = principal;
  const memberships = agentId === null ? [] : await listMemberships(deps.db, agentId);
  const membership = memberships.find((each) => each.workgroupId === workgroupId);
  const workgroup = await getWorkgroup(deps.db, workgroupId);
  if (!workgroup) throw anyProblem('unauthenticated');
  return {
    agent: membership ? { id: membership.agentId, name: membership.agentName, email: membership.agentEmail } : null,
    workgroup: { id: workgroup.id, name: workgroup.name },
    role,
    twoFactor: membership ? { isOn: membership.hasTwoFactor, isRequired: membership.requiresTwoFactor } : null,
    workgroups: memberships.map(({ workgroupId: id, workgroupName: name, role: its }) => ({
      id,
      name,
      role: roleOf(its),
    })),
  };
}

export const workgroupRoutes = new Hono<AppEnv>()
  .get(
    '/setup',
    describe({
      tag,
      summary: 'Check whether the first owner has signed up',
      answers: { 200: SetupState },
      isPublic: true,
    }),
    async (c) => {
      const { db, settings } = c.var.deps;
      return c.json({ needsOwner: !(await hasOwner(db)), openSignUp: settings.openSignUp });
    },
  )
  .post(
    '/setup',
    describe({
      tag,
      summary: 'Sign up as the owner of a new workgroup',
      description:
        'Open to the first owner, and after that only if open sign-up is on. Also signs in: the response sets the session cookie. Whether others have an account with the address is not shown: each sign-up makes an account of its own, except with the password of an account that exists, which is then signed in to.',
      answers: { 201: Me },
      events: ['workgroup.created'],
      problems: { 403: ['sign-up-closed', 'setup-token-wrong'], 429: ['too-many-attempts'] },
      isPublic: true,
    }),
    valid('json', SetupRequest),
    async (c) => {
      const { deps } = c.var;
      const request = c.req.valid('json');
      const cookies = await signUpOwner(deps, request, c.req.raw, clientAddress(deps.settings, c.req.raw));
      for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
      return c.json(await describePrincipal(deps, await principalOfCookies(c, cookies)), 201);
    },
  )
  .get(
    '/me',
    requireSignIn,
    describe({ tag, action: 'me.read', summary: 'Get the signed-in agent', answers: { 200: Me } }),
    async (c) => c.json(await describePrincipal(c.var.deps, c.var.principal)),
  );
