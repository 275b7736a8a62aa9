import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { requireProject } from '../projects/require-project.ts';
import { cancelNotice } from './cancel-notice.ts';
import { createNotice, requireMailboxes } from './create-notice.ts';
import { problem } from './errors.ts';
import { presentNotices, presentOneNotice, presentRecipient } from './present.ts';
import { previewNotice } from './preview-notice.ts';
import {
  Notice,
  NoticeHeaders,
  NoticeLog,
  NoticeLogQuery,
  NoticePage,
  NoticePreview,
  NoticePreviewRequest,
  NoticeRequest,
} from './schema.ts';
import { getNotice, listLog, listNotices } from './store.ts';
import type { NoticeRow } from './table.ts';
import { notices } from './table.ts';

const tag = 'Notices';
const NOT_FOUND = { 404: ['notice-not-found'] };
const REFUSED = ['validation-failed', 'notice-without-time'];

/** The notice of an id, if the caller may see its project. Throws `notice-not-found`. */
async function requireNotice(c: AppContext, noticeId: string): Promise<NoticeRow> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, notices.projectId);
  const row = await getNotice(deps.db, principal.workgroupId, noticeId, isVisible);
  if (!row) throw problem('notice-not-found');
  return row;
}

/** Mounted at `/projects`. */
export const projectNoticeRoutes = new Hono<AppEnv>()
  .get(
    '/:id/notices',
    describe({
      tag,
      action: 'notice.read',
      summary: 'List the notices of a project, latest first',
      answers: { 200: NoticePage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const { deps } = c.var;
      const { workgroupId, id } = await requireProject(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const page = cutPage(await listNotices(deps.db, workgroupId, id, { cursor, limit: limit + 1 }), limit);
      return c.json({ items: await presentNotices(deps, workgroupId, page.rows), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/notices',
    describe({
      tag,
      action: 'notice.manage',
      summary: 'Notify users',
      description:
        'Sends a message to the owners of mailboxes, now or at a local time. Nobody gets the same notice twice: who has had it is skipped, except where their message failed or bounced. Messages are made in the background.',
      answers: { 201: Notice },
      events: ['notice.created'],
      problems: {
        404: ['project-not-found', 'mailbox-not-found'],
        409: ['customer-archived', 'project-archived', 'notice-already-sent'],
        422: [...REFUSED, 'notice-without-recipients', 'idempotency-key-reused'],
      },
    }),
    valid('header', NoticeHeaders),
    valid('json', NoticeRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { row, isReplay } = await createNotice(deps, {
        project,
        principal,
        request: c.req.valid('json'),
        idempotencyKey: c.req.valid('header')['idempotency-key'],
      });
      if (isReplay) c.header('idempotency-replayed', 'true');
      return c.json(await presentOneNotice(deps, row), 201);
    },
  )
  .post(
    '/:id/notices/preview',
    describe({
      tag,
      action: 'notice.read',
      summary: 'Preview a notice',
      description: 'How many it would go to, and what it would say to one of them. Saves nothing.',
      answers: { 200: NoticePreview },
      events: { none: 'It stores nothing.' },
      problems: { 404: ['project-not-found', 'mailbox-not-found'], 422: REFUSED },
    }),
    valid('json', NoticePreviewRequest),
    async (c) => {
      const { deps } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const request = c.req.valid('json');
      await requireMailboxes(deps, project, request.mailboxIds);
      return c.json(await previewNotice(deps, project, request));
    },
  );

/** Mounted at `/notices`. */
export const noticeRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({ tag, action: 'notice.read', summary: 'Read a notice', answers: { 200: Notice }, problems: NOT_FOUND }),
    async (c) => c.json(await presentOneNotice(c.var.deps, await requireNotice(c, c.req.param('id')))),
  )
  .get(
    '/:id/recipients',
    describe({
      tag,
      action: 'notice.read',
      summary: 'Read the log of a notice',
      description: 'Whom it goes to, and the state of each message, in the order in which the mailboxes were added.',
      answers: { 200: NoticeLog },
      problems: NOT_FOUND,
    }),
    valid('query', NoticeLogQuery),
    async (c) => {
      const notice = await requireNotice(c, c.req.param('id'));
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listLog(c.var.deps.db, notice, { ...filter, limit: limit + 1 });
      const page = cutPage(
        rows.map((row) => ({ id: row.recipient.mailboxId, row })),
        limit,
      );
      return c.json({ items: page.rows.map(({ row }) => presentRecipient(row)), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/cancel',
    describe({
      tag,
      action: 'notice.manage',
      summary: 'Cancel a notice',
      description: 'Messages that no mail server was offered yet are taken back. What was sent stays sent.',
      answers: { 200: Notice },
      events: ['notice.cancelled'],
      problems: { ...NOT_FOUND, 409: ['notice-ended', 'notice-is-automatic'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireNotice(c, c.req.param('id'));
      return c.json(await presentOneNotice(deps, await cancelNotice(deps, principal, row)));
    },
  );
