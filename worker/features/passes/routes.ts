import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { validOptionalJson } from '../kernel/read-json.ts';
import { valid } from '../kernel/validate.ts';
import { requireProject } from '../projects/require-project.ts';
import { problem } from './errors.ts';
import { presentPass } from './present-pass.ts';
import { previewPass } from './preview-pass.ts';
import { Pass, PassHeaders, PassPage, PassPreview, PassRequest, StopRequest } from './schema.ts';
import { startPass } from './start-pass.ts';
import { stopPass } from './stop-pass.ts';
import { getPass, listPasses } from './store.ts';
import type { PassRow } from './table.ts';
import { passes } from './table.ts';

const tag = 'Passes';

async function requirePass(c: AppContext, passId: string): Promise<PassRow> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, passes.projectId);
  const row = await getPass(deps.db, principal.workgroupId, passId, isVisible);
  if (!row) throw problem('pass-not-found');
  return row;
}

/** Mounted at `/projects`. */
export const projectPassRoutes = new Hono<AppEnv>()
  .get(
    '/:id/passes',
    describe({
      tag,
      action: 'pass.read',
      summary: 'List the passes of a project, latest first',
      answers: { 200: PassPage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listPasses(c.var.deps.db, project.workgroupId, project.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentPass), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/passes',
    describe({
      tag,
      action: 'pass.start',
      summary: 'Start a pass',
      description:
        'Starts on all mailboxes of the project, or on those named. Starts all of them or none. Mailboxes whose login only their owner knows, or for which nobody has entered credentials, wait for their owner, who gets a message with a secret link.',
      answers: { 201: Pass },
      events: [
        'pass.started',
        'credentials.requested',
        'mailbox.waiting_for_end_user',
        'licence.reserved',
        'licence.missing',
      ],
      problems: {
        404: ['project-not-found', 'mailbox-not-found'],
        409: ['mailbox-busy', 'project-archived'],
        422: [
          'older-than-not-for-this-pass',
          'error-codes-not-for-this-pass',
          'pass-without-mailboxes',
          'credentials-missing',
          'idempotency-key-reused',
        ],
      },
    }),
    valid('header', PassHeaders),
    valid('json', PassRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { pass, isReplay } = await startPass(c.var.deps, {
        project,
        principal: c.var.principal,
        request: c.req.valid('json'),
        idempotencyKey: c.req.valid('header')['idempotency-key'],
      });
      if (isReplay) c.header('idempotency-replayed', 'true');
      return c.json(presentPass(pass), 201);
    },
  )
  .post(
    '/:id/passes/preview',
    describe({
      tag,
      action: 'pass.read',
      summary: 'Preview a pass',
      description:
        'Takes what starts a pass, and says what would happen to how many mailboxes. Changes nothing. To start what it shows, start a pass on its `mailboxIds`.',
      answers: { 200: PassPreview },
      events: { none: 'It stores nothing.' },
      problems: {
        404: ['project-not-found', 'mailbox-not-found'],
        409: ['project-archived'],
        422: ['older-than-not-for-this-pass', 'error-codes-not-for-this-pass', 'pass-without-mailboxes'],
      },
    }),
    valid('json', PassRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      return c.json(await previewPass(c.var.deps, project, c.req.valid('json')));
    },
  );

/** Mounted at `/passes`. */
export const passRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      tag,
      action: 'pass.read',
      summary: 'Get a pass',
      answers: { 200: Pass },
      problems: { 404: ['pass-not-found'] },
    }),
    async (c) => c.json(presentPass(await requirePass(c, c.req.param('id')))),
  )
  .post(
    '/:id/stop',
    describe({
      tag,
      action: 'pass.stop',
      summary: 'Stop a pass',
      description: 'The pass stops within seconds. Copied items stay at the destination. The body is optional.',
      answers: { 202: Pass },
      events: ['pass.stop-requested', 'credential-request.revoked', 'pass.stopped'],
      problems: { 404: ['pass-not-found'] },
      requestBody: StopRequest,
    }),
    validOptionalJson(StopRequest),
    async (c) => {
      const row = await requirePass(c, c.req.param('id'));
      return c.json(presentPass(await stopPass(c.var.deps, c.var.principal, row, c.req.valid('json').mailboxIds)), 202);
    },
  );
