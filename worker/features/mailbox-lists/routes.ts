import { Hono } from 'hono';
import { countVerdicts } from '../../lib/mailbox-list/judge-list.ts';
import { writeList } from '../../lib/mailbox-list/write-list.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { PageQuery, cutPage } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { importUndone } from '../mailboxes/mailbox-events.ts';
import { requireServers } from '../mailboxes/present-with-issues.ts';
import { listOfImport, listProjectMailboxes } from '../mailboxes/store.ts';
import { getProject } from '../projects/store.ts';
import { requireOpenProject, requireProject } from '../projects/require-project.ts';
import { getWaveNames } from '../waves/store.ts';
import { problem } from './errors.ts';
import { importList } from './import-list.ts';
import { judgeRequest } from './judge-request.ts';
import { listRowOf } from './list-row-of.ts';
import { presentImport, presentRow } from './present-list.ts';
import { requireImport } from './require-import.ts';
import {
  ImportHeaders,
  MailboxImport,
  MailboxImportPage,
  MailboxImportRequest,
  MailboxListPreview,
  MailboxListRequest,
} from './schema.ts';
import { listImports, undoImport } from './store.ts';

const tag = 'Mailboxes';
const CSV = 'text/csv; charset=utf-8';

/** Mounted at `/projects`. */
export const projectMailboxListRoutes = new Hono<AppEnv>()
  .post(
    '/:id/mailboxes/preview',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'Preview a list of mailboxes',
      description:
        'Reads the list and says row by row what an import would do. Stores nothing and returns no password.',
      answers: { 200: MailboxListPreview },
      events: { none: 'It stores nothing.' },
      problems: { 404: ['project-not-found'], 422: ['mailbox-list-too-long', 'validation-failed'] },
    }),
    valid('json', MailboxListRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const servers = await requireServers(c.var.deps, project);
      const { rows, ...list } = await judgeRequest(c.var.deps, project, servers, c.req.valid('json'));
      return c.json({ ...list, rows: rows.map(presentRow), counts: countVerdicts(rows) });
    },
  )
  .post(
    '/:id/mailboxes/import',
    describe({
      tag,
      action: 'mailbox.create',
      summary: 'Add the mailboxes of a list',
      description:
        'Adds all rows or none. If none, `errors` names the rows to correct by their line. The list is not kept; its passwords are sealed on arrival. Waves that the project does not have are created.',
      answers: { 201: MailboxImport },
      events: ['mailbox.added', 'customer-user.added', 'customer-user.updated', 'wave.created'],
      problems: {
        404: ['project-not-found'],
        409: ['project-archived'],
        422: [
          'mailbox-rows-refused',
          'mailbox-list-empty',
          'mailbox-list-too-long',
          'idempotency-key-reused',
          'validation-failed',
        ],
      },
    }),
    valid('header', ImportHeaders),
    valid('json', MailboxImportRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireOpenProject(c, c.req.param('id'));
      const { row, isReplay } = await importList(deps, {
        project,
        servers: await requireServers(deps, project),
        principal,
        request: c.req.valid('json'),
        idempotencyKey: c.req.valid('header')['idempotency-key'],
      });
      if (isReplay) c.header('idempotency-replayed', 'true');
      return c.json(presentImport(row), 201);
    },
  )
  .get(
    '/:id/mailboxes/export',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'Export the mailboxes of a project as CSV',
      description:
        'A file that an import reads again as it is. It has no passwords. A text that a spreadsheet would compute has an apostrophe before it; a last column then names its column, and an import takes the apostrophe away.',
      answers: { 200: 'The file.' },
      mediaTypes: ['text/csv'],
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => {
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const { db } = c.var.deps;
      const [rows, waves] = await Promise.all([
        listProjectMailboxes(db, workgroupId, id),
        getWaveNames(db, workgroupId, id),
      ]);
      return c.body(writeList(rows.map((row) => listRowOf(row, waves))), 200, {
        'content-type': CSV,
        'content-disposition': 'attachment; filename="mailboxes.csv"',
      });
    },
  )
  .get(
    '/:id/mailbox-imports',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'List the imports of a project, latest first',
      answers: { 200: MailboxImportPage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { limit, cursor } = c.req.valid('query');
      const rows = await listImports(c.var.deps.db, project.workgroupId, project.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentImport), nextCursor: page.nextCursor });
    },
  );

/** Mounted at `/mailbox-imports`. */
export const mailboxImportRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'Get an import of mailboxes',
      answers: { 200: MailboxImport },
      problems: { 404: ['mailbox-import-not-found'] },
    }),
    async (c) => c.json(presentImport(await requireImport(c, c.req.param('id')))),
  )
  .post(
    '/:id/undo',
    describe({
      tag,
      action: 'mailbox.delete',
      summary: 'Undo an import',
      description:
        'Removes exactly the mailboxes that it added and that are still there, with the customer users and waves that came with them, if they have nothing else by now. Possible until a pass is started on one of them. Safe to repeat.',
      answers: { 200: MailboxImport },
      events: ['mailbox.import-undone'],
      problems: { 404: ['mailbox-import-not-found'], 409: ['mailbox-import-in-use'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireImport(c, c.req.param('id'));
      const project = await getProject(deps.db, row.workgroupId, row.projectId);
      if (row.undoneAt !== null || !project) return c.json(presentImport(row));
      const left = await listOfImport(deps.db, row.workgroupId, row.id);
      const event = importUndone(deps, principal, project, left);
      const isUndone = await undoImport(deps.db, row, event, deps.now());
      const after = await requireImport(c, row.id);
      if (!isUndone && after.undoneAt === null) throw problem('mailbox-import-in-use');
      return c.json(presentImport(after));
    },
  );
