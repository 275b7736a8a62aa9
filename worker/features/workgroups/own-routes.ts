import { Hono } from 'hono';
import { actorOf, newEvent } from '../events/event.ts';
import { changesBetween } from '../../lib/event.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import type { Deps } from '../kernel/deps.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { valid } from '../kernel/validate.ts';
import { requireAgent, roleOf } from './access.ts';
import { problem } from './errors.ts';
import { describePrincipal } from './routes.ts';
import { Me, OwnWorkgroupList, Workgroup, WorkgroupChange } from './schema.ts';
import { enterWorkgroup, getWorkgroup, listMemberships, updateWorkgroup } from './store.ts';

const tag = 'Workgroup';

async function requireWorkgroup(c: AppContext) {
  const workgroup = await getWorkgroup(c.var.deps.db, c.var.principal.workgroupId);
  if (!workgroup) throw problem('workgroup-not-found');
  return workgroup;
}

/** The workgroups of a person, and the one that their session is in. Mounted at `/workgroups`. */
export const ownWorkgroupRoutes = new Hono<AppEnv>()
  .use(requireAgent)
  .get(
    '/',
    describe({
      tag,
      action: 'workgroup.list',
      summary: 'List your workgroups',
      description: 'Also those in which you are inactive.',
      answers: { 200: OwnWorkgroupList },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const memberships = await listMemberships(deps.db, principal.actorId);
      const items = memberships.map(({ workgroupId: id, workgroupName: name, role }) => ({
        id,
        name,
        role: roleOf(role),
        isCurrent: id === principal.workgroupId,
      }));
      return c.json({ items, nextCursor: null });
    },
  )
  .post(
    '/:id/activate',
    describe({
      tag,
      action: 'workgroup.activate',
      summary: 'Switch this session to another of your workgroups',
      answers: { 200: Me },
      events: { none: 'It concerns the agent’s own session alone.' },
      problems: { 404: ['workgroup-not-found'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const memberships = await listMemberships(deps.db, principal.actorId);
      const wanted = memberships.find(({ workgroupId }) => workgroupId === c.req.param('id'));
      if (!wanted) throw problem('workgroup-not-found');
      const role = roleOf(wanted.role);
      if (role === 'inactive') throw anyProblem('forbidden', 'Your access to this workgroup is turned off.');
      await enterWorkgroup(deps.db, principal.sessionId ?? '', wanted, deps.now());
      return c.json(await describePrincipal(deps, { ...principal, workgroupId: wanted.workgroupId, role }));
    },
  );

/** Agents who watch a project that they no longer see are disconnected from it. */
async function endWatchers({ coordinator, log }: Pick<Deps, 'coordinator' | 'log'>, workgroupId: string) {
  try {
    await coordinator.endWatchers(workgroupId);
  } catch (error) {
    // Coordinators look again by themselves, and before they send anything.
    log.error('coordinator-not-told', { workgroupId, error });
  }
}

/** The workgroup that one is in. Mounted at `/workgroup`. */
export const workgroupSettingsRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'workgroup.read', summary: 'Get the workgroup', answers: { 200: Workgroup } }),
    async (c) => c.json(await requireWorkgroup(c)),
  )
  .patch(
    '/',
    describe({
      tag,
      action: 'workgroup.update',
      summary: 'Change the workgroup',
      answers: { 200: Workgroup },
      events: ['workgroup.updated'],
    }),
    valid('json', WorkgroupChange),
    async (c) => {
      const { deps, principal } = c.var;
      const before = await requireWorkgroup(c);
      const change = c.req.valid('json');
      const changes = changesBetween(before, change);
      if (changes.length === 0) return c.json(before);
      const event = newEvent(deps, actorOf(principal), {
        type: 'workgroup.updated',
        subject: { kind: 'workgroup', id: before.id, name: before.name },
        changes,
      });
      const then = change.reminderDays ? deps.endUsers.reminderStatements(principal.workgroupId) : [];
      await updateWorkgroup(deps.db, principal.workgroupId, change, event, then);
      if (change.projectSharing === false) await endWatchers(deps, principal.workgroupId);
      return c.json(await requireWorkgroup(c));
    },
  );
