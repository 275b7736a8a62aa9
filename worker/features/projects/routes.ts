import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { changeProject, requireEndpoints } from './change-project.ts';
import { getSlotLimit } from './get-slot-limit.ts';
import { projectCreated } from './project-events.ts';
import { presentProject, presentProjects } from './present-project.ts';
import { previewRecipients } from './preview-recipients.ts';
import { requireProject } from './require-project.ts';
import {
  ChangeHeaders,
  Project,
  ProjectChange,
  ProjectPage,
  ProjectRequest,
  RecipientPreview,
  RecipientPreviewRequest,
} from './schema.ts';
import { createProject, listProjects } from './store.ts';
import type { ProjectRow } from './table.ts';

const tag = 'Projects';

export const projectRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'project.read', summary: 'List projects, latest first', answers: { 200: ProjectPage } }),
    valid('query', PageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit } = c.req.valid('query');
      const rows = await listProjects(deps.db, principal.workgroupId, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      const items = await presentProjects(deps, principal.workgroupId, page.rows);
      return c.json({ items, nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'project.create',
      summary: 'Add a project',
      answers: { 201: Project },
      problems: { 404: ['endpoint-not-found'] },
      events: ['project.created'],
    }),
    valid('json', ProjectRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const request = c.req.valid('json');
      await requireEndpoints(deps, principal.workgroupId, [request.sourceEndpointId, request.destinationEndpointId]);
      const now = deps.now();
      const row: ProjectRow = {
        id: deps.newId('prj'),
        workgroupId: principal.workgroupId,
        ...request,
        createdAt: now,
        updatedAt: now,
      };
      await createProject(deps.db, principal.workgroupId, row, projectCreated(deps, principal, row));
      return c.json(await presentProject(deps, row), 201);
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'project.read',
      summary: 'Get a project',
      answers: { 200: Project },
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => {
      const { deps } = c.var;
      const row = await requireProject(c, c.req.param('id'));
      const [project, slotLimit] = await Promise.all([presentProject(deps, row), getSlotLimit(deps, row)]);
      return c.json({ ...project, slotLimit });
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'project.update',
      summary: 'Change a project',
      answers: { 200: Project },
      events: ['project.updated'],
      problems: { 404: ['project-not-found', 'endpoint-not-found'], 409: ['project-busy'], 412: ['project-changed'] },
    }),
    valid('header', ChangeHeaders),
    valid('json', ProjectChange),
    async (c) => {
      const row = await requireProject(c, c.req.param('id'));
      const changed = await changeProject(
        c.var.deps,
        c.var.principal,
        row,
        c.req.valid('json'),
        c.req.valid('header')['if-match'],
      );
      return c.json(await presentProject(c.var.deps, changed));
    },
  )
  .post(
    '/:id/recipient-mapping/preview',
    describe({
      tag,
      action: 'project.read',
      summary: 'Preview a recipient mapping',
      description: 'Changes nothing. Also reports which items the mapping applies to.',
      answers: { 200: RecipientPreview },
      events: { none: 'It stores nothing.' },
      problems: { 404: ['project-not-found'] },
    }),
    valid('json', RecipientPreviewRequest),
    async (c) => {
      const { options } = await requireProject(c, c.req.param('id'));
      const { addresses, ...others } = c.req.valid('json');
      return c.json(previewRecipients({ ...options, ...others }, addresses));
    },
  )
  .get(
    '/:id/live',
    describe({
      tag,
      action: 'project.read',
      summary: 'Follow a project live',
      description:
        'A WebSocket. The project’s coordinator sends changes, at most twice a second. It closes with 4401 when the session, key or role that opened it ends.',
      answers: { 101: 'The WebSocket is open.' },
      problems: { 404: ['project-not-found'], 426: ['upgrade-required'] },
    }),
    async (c) => {
      const row = await requireProject(c, c.req.param('id'));
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw anyProblem('upgrade-required');
      const { actorId, sessionId } = c.var.principal;
      const watcher = sessionId === undefined ? { keyId: actorId } : { sessionId };
      return c.var.deps.coordinator.connect(row.workgroupId, row.id, c.req.raw, watcher);
    },
  );
