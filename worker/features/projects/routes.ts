import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { cutPage } from '../kernel/page.ts';
import { validOptionalJson } from '../kernel/read-json.ts';
import { valid } from '../kernel/validate.ts';
import { archiveProject, unarchiveProject } from './archive-project.ts';
import { changeProject } from './change-project.ts';
import { copyProject } from './copy-project.ts';
import { createProjectOnce } from './create-project-once.ts';
import { getSlotLimit } from './get-slot-limit.ts';
import { presentProject, presentProjects } from './present-project.ts';
import { previewRecipients } from './preview-recipients.ts';
import { presentReceipt } from './receipt.ts';
import { requireProject } from './require-project.ts';
import {
  ArchivedProject,
  ChangeHeaders,
  Project,
  ProjectChange,
  ProjectCopy,
  ProjectHeaders,
  ProjectPage,
  ProjectQuery,
  ProjectRequest,
  RecipientPreview,
  RecipientPreviewRequest,
} from './schema.ts';
import { listProjects } from './store.ts';
import { projects } from './table.ts';

const tag = 'Projects';

export const projectRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'project.read', summary: 'List projects, latest first', answers: { 200: ProjectPage } }),
    valid('query', ProjectQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { limit, ...filter } = c.req.valid('query');
      const isVisible = deps.visibleProjects(principal, projects.id);
      const rows = await listProjects(deps.db, principal.workgroupId, { ...filter, limit: limit + 1 }, isVisible);
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
      description:
        'Without `customerId` it belongs to the customer for projects that have none yet, which is made when it is needed first.',
      problems: {
        404: ['endpoint-not-found', 'customer-not-found'],
        409: ['customer-archived'],
        422: ['idempotency-key-reused'],
      },
      events: ['project.created', 'customer.created'],
    }),
    valid('header', ProjectHeaders),
    valid('json', ProjectRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const idempotencyKey = c.req.valid('header')['idempotency-key'];
      const { row, isReplay } = await createProjectOnce(deps, principal, c.req.valid('json'), idempotencyKey);
      if (isReplay) c.header('idempotency-replayed', 'true');
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
      events: ['project.updated', 'customer-user.added', 'customer-user.updated'],
      problems: {
        404: ['project-not-found', 'endpoint-not-found', 'customer-not-found'],
        409: ['project-busy', 'customer-archived'],
        412: ['project-changed'],
      },
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
    '/:id/archive',
    describe({
      tag,
      action: 'project.archive',
      summary: 'Archive a project',
      description:
        'It starts no passes and sends no messages any more, and lists leave it out; everything of it can still be read. Links of its end users end, mailboxes that wait for them stop, and the credentials that end users gave are deleted: see the receipt. What agents entered stays. An archived project stays as it is.',
      answers: { 200: ArchivedProject },
      events: ['project.archived', 'credential-request.revoked', 'pass.stopped', 'credentials.purged'],
      problems: { 404: ['project-not-found'], 409: ['project-running'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const found = await requireProject(c, c.req.param('id'));
      const { row, receipt } = await archiveProject(deps, principal, found);
      const { requestsEnded, credentials } = receipt;
      const project = await presentProject(deps, row);
      return c.json({ project, requestsEnded, credentials: presentReceipt(credentials) });
    },
  )
  .post(
    '/:id/unarchive',
    describe({
      tag,
      action: 'project.archive',
      summary: 'Restore an archived project',
      description: 'What was deleted does not come back: end users are asked again when a pass starts.',
      answers: { 200: Project },
      events: ['project.restored'],
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireProject(c, c.req.param('id'));
      return c.json(await presentProject(deps, await unarchiveProject(deps, principal, row)));
    },
  )
  .post(
    '/:id/copy',
    describe({
      tag,
      action: 'project.create',
      summary: 'Copy a project',
      description:
        'The copy has the customer, the endpoints and the options, but no mailboxes, no passwords of mailboxes and no start date. The body is optional.',
      answers: { 201: Project },
      events: ['project.created'],
      problems: { 404: ['project-not-found'], 409: ['customer-archived'] },
      requestBody: ProjectCopy,
    }),
    validOptionalJson(ProjectCopy),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireProject(c, c.req.param('id'));
      const copy = await copyProject(deps, principal, row, c.req.valid('json').name);
      return c.json(await presentProject(deps, copy), 201);
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
        'A WebSocket. The project’s coordinator sends changes, at most twice a second. It closes with 4401 when the session, key, role or grant that opened it ends.',
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
