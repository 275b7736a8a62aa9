import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { listMailboxRuns } from '../passes/run-store.ts';
import { requireProject } from '../projects/require-project.ts';
import { presentStatistics } from '../reports/present-statistics.ts';
import { listFolderStatistics, listKindStatistics } from '../reports/statistics-store.ts';
import { addMailboxes } from './add-mailboxes.ts';
import { problem } from './errors.ts';
import { listItemErrors } from '../reports/item-error-store.ts';
import { listLosses } from '../reports/loss-store.ts';
import { presentItemError, presentLoss, presentMailbox } from './present-mailbox.ts';
import {
  AddedMailboxes,
  ItemErrorPage,
  LossPage,
  Mailbox,
  MailboxesRequest,
  MailboxPage,
  MailboxQuery,
  Statistics,
} from './schema.ts';
import { deleteMailbox, getMailbox, listMailboxes } from './store.ts';
import type { MailboxRow } from './table.ts';

const tag = 'Mailboxes';
const NOT_FOUND = { 404: ['mailbox-not-found'] };

async function requireMailbox(c: AppContext, mailboxId: string): Promise<MailboxRow> {
  const row = await getMailbox(c.var.deps.db, c.var.principal.workgroupId, mailboxId);
  if (!row) throw problem('mailbox-not-found');
  return row;
}

/** Mounted at `/projects`. */
export const projectMailboxRoutes = new Hono<AppEnv>()
  .get(
    '/:id/mailboxes',
    describe({
      tag,
      summary: 'List the mailboxes of a project, in the order in which they were added',
      answers: { 200: MailboxPage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', MailboxQuery),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listMailboxes(c.var.deps.db, project.workgroupId, project.id, { ...filter, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentMailbox), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/mailboxes',
    describe({
      tag,
      summary: 'Add mailboxes to a project',
      description: 'All of them are added, or none: then `errors` says which rows stand in the way.',
      answers: { 201: AddedMailboxes },
      problems: { 404: ['project-not-found'], 422: ['mailbox-rows-refused', 'validation-failed'] },
    }),
    valid('json', MailboxesRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const rows = await addMailboxes(c.var.deps, project, c.req.valid('json').mailboxes);
      return c.json({ items: rows.map(presentMailbox) }, 201);
    },
  );

/** Mounted at `/mailboxes`. */
export const mailboxRoutes = new Hono<AppEnv>()
  .get('/:id', describe({ tag, summary: 'One mailbox', answers: { 200: Mailbox }, problems: NOT_FOUND }), async (c) =>
    c.json(presentMailbox(await requireMailbox(c, c.req.param('id')))),
  )
  .delete(
    '/:id',
    describe({
      tag,
      summary: 'Delete a mailbox on which nothing runs',
      description:
        'Removes it from Mailferry with all that is known of it; the mailboxes on the servers stay as they are.',
      answers: { 204: 'The mailbox is deleted.' },
      problems: { ...NOT_FOUND, 409: ['mailbox-busy'] },
    }),
    async (c) => {
      const { deps } = c.var;
      const row = await requireMailbox(c, c.req.param('id'));
      if (!(await deleteMailbox(deps.db, row.workgroupId, row.id))) throw problem('mailbox-busy');
      await deps.coordinator.forget(row.workgroupId, row.id);
      return c.body(null, 204);
    },
  )
  .get(
    '/:id/errors',
    describe({
      tag,
      summary: 'Items of a mailbox that did not cross, latest first',
      answers: { 200: ItemErrorPage },
      problems: NOT_FOUND,
    }),
    valid('query', PageQuery),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listItemErrors(c.var.deps.db, row.workgroupId, row.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentItemError), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/losses',
    describe({
      tag,
      summary: 'What of a mailbox did not come along though the rest did',
      description: 'Settings that could not be carried, and parts of items that their path can not carry.',
      answers: { 200: LossPage },
      problems: NOT_FOUND,
    }),
    valid('query', PageQuery),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listLosses(c.var.deps.db, row.workgroupId, row.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentLoss), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/statistics',
    describe({ tag, summary: 'Statistics of a mailbox', answers: { 200: Statistics }, problems: NOT_FOUND }),
    async (c) => {
      const { db, now } = c.var.deps;
      const { id, workgroupId } = await requireMailbox(c, c.req.param('id'));
      const [folders, kinds, runs] = await Promise.all([
        listFolderStatistics(db, workgroupId, id),
        listKindStatistics(db, workgroupId, id),
        listMailboxRuns(db, workgroupId, id),
      ]);
      return c.json(presentStatistics(folders, kinds, runs, now()));
    },
  );
