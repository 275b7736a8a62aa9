import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { requireOpenProject, requireProject } from '../projects/require-project.ts';
import { addMailboxes } from './add-mailboxes.ts';
import { problem } from './errors.ts';
import { countFolderTrees, listFolderTrees } from './folder-tree-store.ts';
import { changeMailbox } from './change-mailbox.ts';
import { deleteMailboxes } from './delete-mailboxes.ts';
import { editMailboxes } from './edit-mailboxes.ts';
import { mailboxDeleted } from './mailbox-events.ts';
import { presentOne, presentWithIssues, requireServers, requireServersOf } from './present-with-issues.ts';
import { foldersToLookAt, previewFolders } from './preview-folders.ts';
import { requireMailbox } from './require-mailbox.ts';
import {
  AddedMailboxes,
  DeletedMailboxes,
  EditedMailboxes,
  FolderPreview,
  FolderPreviewRequest,
  Mailbox,
  MailboxChange,
  MailboxEdits,
  MailboxesDeletion,
  MailboxesRequest,
  MailboxPage,
  MailboxQuery,
} from './schema.ts';
import { deleteMailbox, listMailboxes } from './store.ts';

const tag = 'Mailboxes';
const NOT_FOUND = { 404: ['mailbox-not-found'] };

/** Mounted at `/projects`. */
export const projectMailboxRoutes = new Hono<AppEnv>()
  .get(
    '/:id/mailboxes',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'List the mailboxes of a project in the order they were added',
      answers: { 200: MailboxPage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', MailboxQuery),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listMailboxes(c.var.deps.db, project.workgroupId, project.id, { ...filter, limit: limit + 1 });
      const page = cutPage(rows, limit);
      const servers = await requireServers(c.var.deps, project);
      const items = await presentWithIssues(c.var.deps, servers, page.rows);
      return c.json({ items, nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/mailboxes',
    describe({
      tag,
      action: 'mailbox.create',
      summary: 'Add mailboxes to a project',
      description: 'Adds all of them or none. If none, `errors` names the rows to correct.',
      answers: { 201: AddedMailboxes },
      events: ['mailbox.added', 'customer-user.added', 'customer-user.updated'],
      problems: {
        404: ['project-not-found'],
        409: ['project-archived'],
        422: ['mailbox-rows-refused', 'validation-failed'],
      },
    }),
    valid('json', MailboxesRequest),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const servers = await requireServers(c.var.deps, project);
      const rows = await addMailboxes(c.var.deps, c.var.principal, project, servers, c.req.valid('json').mailboxes);
      return c.json({ items: await presentWithIssues(c.var.deps, servers, rows) }, 201);
    },
  )
  .patch(
    '/:id/mailboxes',
    describe({
      tag,
      action: 'mailbox.update',
      summary: 'Change several mailboxes of a project',
      description:
        'Changes all of them or none. If none, `errors` names the rows to correct. What a mailbox leaves out stays as it is.',
      answers: { 200: EditedMailboxes },
      events: ['mailbox.updated', 'customer-user.updated', 'credential-request.revoked'],
      problems: {
        404: ['project-not-found'],
        409: ['project-archived'],
        422: ['mailbox-rows-refused', 'validation-failed'],
        429: ['too-many-attempts'],
      },
    }),
    valid('json', MailboxEdits),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireOpenProject(c, c.req.param('id'));
      const servers = await requireServers(deps, project);
      const rows = await editMailboxes(deps, principal, project, servers, c.req.valid('json').mailboxes);
      return c.json({ items: await presentWithIssues(deps, servers, rows) });
    },
  )
  .post(
    '/:id/mailboxes/delete',
    describe({
      tag,
      action: 'mailbox.delete',
      summary: 'Delete several mailboxes of a project',
      description:
        'Deletes all of them, or none where a pass is running on one. Removes everything known about them from Mailferry; the mailboxes on the servers are not changed.',
      answers: { 200: DeletedMailboxes },
      events: ['mailbox.deleted'],
      problems: { 404: ['project-not-found'], 409: ['mailbox-busy'] },
    }),
    valid('json', MailboxesDeletion),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const { mailboxIds } = c.req.valid('json');
      return c.json({ deleted: await deleteMailboxes(c.var.deps, c.var.principal, project, mailboxIds) });
    },
  )
  .post(
    '/:id/folder-rules/preview',
    describe({
      tag: 'Projects',
      action: 'project.read',
      summary: 'Preview folder rules',
      description:
        'Changes nothing. Matches the rules against the folders that passes have seen at the source, in all mailboxes or in as many as can be checked quickly.',
      answers: { 200: FolderPreview },
      events: { none: 'It stores nothing.' },
      problems: { 404: ['project-not-found'] },
    }),
    valid('json', FolderPreviewRequest),
    async (c) => {
      const { deps } = c.var;
      const { id, workgroupId, options } = await requireProject(c, c.req.param('id'));
      const rules = { ...options, ...c.req.valid('json') };
      const [counts, trees] = await Promise.all([
        countFolderTrees(deps.db, workgroupId, id),
        listFolderTrees(deps.db, workgroupId, id, foldersToLookAt(rules)),
      ]);
      return c.json({ mailboxes: { ...counts, looked: trees.length }, ...previewFolders(rules, trees) });
    },
  );

/** Mounted at `/mailboxes`. */
export const mailboxRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({ tag, action: 'mailbox.read', summary: 'Get a mailbox', answers: { 200: Mailbox }, problems: NOT_FOUND }),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      return c.json(await presentOne(c.var.deps, await requireServersOf(c.var.deps, row), row));
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'mailbox.update',
      summary: 'Change how Mailferry signs in to a mailbox',
      description:
        'Mailferry sends a password only to the server and the further hosts that the endpoint has when the password is entered. A mailbox that waits for its end user continues with a password that is entered here, and its credential request ends.',
      answers: { 200: Mailbox },
      events: ['mailbox.updated', 'credential-request.revoked'],
      problems: { ...NOT_FOUND, 429: ['too-many-attempts'] },
    }),
    valid('json', MailboxChange),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireMailbox(c, c.req.param('id'));
      const servers = await requireServersOf(deps, row);
      const changed = await changeMailbox(deps, principal, row, servers, c.req.valid('json'));
      return c.json(await presentOne(deps, servers, changed));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'mailbox.delete',
      summary: 'Delete a mailbox that no pass is running on',
      description:
        'Removes the mailbox and everything known about it from Mailferry. The mailboxes on the servers are not changed.',
      answers: { 204: 'The mailbox is deleted.' },
      events: ['mailbox.deleted'],
      problems: { ...NOT_FOUND, 409: ['mailbox-busy'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireMailbox(c, c.req.param('id'));
      const isBusy = deps.openRuns.onMailbox(row.workgroupId, row.id);
      const event = mailboxDeleted(deps, principal, row);
      if (!(await deleteMailbox(deps.db, row.workgroupId, row.id, isBusy, event))) {
        // It is busy, or another request has deleted it.
        await requireMailbox(c, row.id);
        throw problem('mailbox-busy');
      }
      await deps.coordinator.forget(row.workgroupId, row.id);
      return c.body(null, 204);
    },
  );
