import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { roleOf } from '../workgroups/access.ts';
import { sharesProjects } from '../workgroups/sharing-store.ts';
import { changeGrants } from './change-grants.ts';
import { GrantsRequest, ProjectGrants } from './grant-schema.ts';
import { listGrantees } from './grant-store.ts';
import { requireProject } from './require-project.ts';
import type { ProjectRow } from './table.ts';

const tag = 'Projects';

async function presentGrants(c: AppContext, project: ProjectRow) {
  const { db } = c.var.deps;
  const [projectSharing, agents] = await Promise.all([
    sharesProjects(db, project.workgroupId),
    listGrantees(db, project),
  ]);
  return {
    projectSharing,
    items: agents.map(({ role, ...agent }) => ({
      ...agent,
      role: roleOf(role),
      isCreator: agent.agentId === project.createdBy,
    })),
  };
}

/** Mounted at `/projects`. */
export const grantRoutes = new Hono<AppEnv>()
  .get(
    '/:id/grants',
    describe({
      tag,
      action: 'project.share',
      summary: 'List who was given a project',
      description:
        'All agents of the workgroup. While the workgroup shares its projects, every agent sees the project. If not, those who created it or were given it do. Owners and managers always see it.',
      answers: { 200: ProjectGrants },
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => c.json(await presentGrants(c, await requireProject(c, c.req.param('id')))),
  )
  .put(
    '/:id/grants',
    describe({
      tag,
      action: 'project.share',
      summary: 'Give a project to agents',
      description: 'Replaces all grants of the project. Agents who lose it are disconnected from it at once.',
      answers: { 200: ProjectGrants },
      events: ['project.shared', 'project.unshared'],
      problems: { 404: ['project-not-found', 'agent-not-found'] },
    }),
    valid('json', GrantsRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      await changeGrants(c.var.deps, c.var.principal, project, c.req.valid('json').agentIds);
      return c.json(await presentGrants(c, project));
    },
  );
