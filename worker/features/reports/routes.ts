import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { requireMailbox } from '../mailboxes/require-mailbox.ts';
import { listMailboxRuns } from '../passes/run-store.ts';
import { requireProject } from '../projects/require-project.ts';
import { listErrorGroups } from './error-groups.ts';
import { allFolderErrors, listFolderErrors } from './folder-error-store.ts';
import { listItemErrors } from './item-error-store.ts';
import { listOmissions } from './omission-store.ts';
import { presentFolderError } from './present-folder-error.ts';
import { presentItemError } from './present-item-error.ts';
import { presentOmission } from './present-omission.ts';
import { presentStatistics } from './present-statistics.ts';
import { ErrorGroups, FolderErrorPage, ItemErrorPage, OmissionPage, Statistics } from './schema.ts';
import { listFolderStatistics, listKindStatistics } from './statistics-store.ts';

const tag = 'Mailboxes';
const NOT_FOUND = { 404: ['mailbox-not-found'] };

/** Mounted at `/mailboxes`. */
export const reportRoutes = new Hono<AppEnv>()
  .get(
    '/:id/errors',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'List the items of a mailbox that failed, latest first',
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
    '/:id/folder-errors',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'List the folders of a mailbox that were set aside',
      description:
        'Mailferry set these folders aside so that the rest of the mailbox could be copied. Retry errors passes and full passes try them again.',
      answers: { 200: FolderErrorPage },
      problems: NOT_FOUND,
    }),
    valid('query', PageQuery),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listFolderErrors(c.var.deps.db, row.workgroupId, row.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentFolderError), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/losses',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'List the omissions of a mailbox',
      description: 'Settings that could not be copied, and parts of items that the method cannot copy.',
      answers: { 200: OmissionPage },
      problems: NOT_FOUND,
    }),
    valid('query', PageQuery),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listOmissions(c.var.deps.db, row.workgroupId, row.id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentOmission), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/statistics',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'Get the statistics of a mailbox',
      answers: { 200: Statistics },
      problems: NOT_FOUND,
    }),
    async (c) => {
      const { db, now } = c.var.deps;
      const { id, workgroupId } = await requireMailbox(c, c.req.param('id'));
      const [folders, folderErrors, kinds, runs] = await Promise.all([
        listFolderStatistics(db, workgroupId, id),
        allFolderErrors(db, workgroupId, id),
        listKindStatistics(db, workgroupId, id),
        listMailboxRuns(db, workgroupId, id),
      ]);
      return c.json(presentStatistics({ folders, folderErrors, kinds, runs }, now()));
    },
  );

/** Mounted at `/projects`. */
export const projectReportRoutes = new Hono<AppEnv>().get(
  '/:id/error-groups',
  describe({
    tag: 'Projects',
    action: 'mailbox.read',
    summary: 'List what failed in a project, by code',
    description: 'Failed items and folders that were set aside, the most frequent code first: at most 50.',
    answers: { 200: ErrorGroups },
    problems: { 404: ['project-not-found'] },
  }),
  async (c) => {
    const { id, workgroupId } = await requireProject(c, c.req.param('id'));
    return c.json({ items: await listErrorGroups(c.var.deps.db, workgroupId, id) });
  },
);
