import type { SQL } from 'drizzle-orm';
import { isNull, or } from 'drizzle-orm';
import { Hono } from 'hono';
import { RENEWED_BY_CAUSE } from '../../lib/mail/message-kinds.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { problem } from './errors.ts';
import { messageResent } from './message-events.ts';
import { presentMessage } from './present.ts';
import { Message, MessagePage, MessageQuery } from './schema.ts';
import { getMessage, isOfArchivedProject, listMessages, resendStatement } from './store.ts';
import { messages } from './table.ts';

const tag = 'Messages';

/** Messages of projects that the caller may see, and of none. */
function visible(c: AppContext): SQL | undefined {
  const isSeen = c.var.deps.visibleProjects(c.var.principal, messages.projectId);
  return isSeen && or(isSeen, isNull(messages.projectId));
}

export const messageRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'message.read',
      summary: 'List messages',
      description: 'Newest first. What a message says is not kept: it is made of its template when it is sent.',
      answers: { 200: MessagePage },
    }),
    valid('query', MessageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit, ...filter } = c.req.valid('query');
      const rows = await listMessages(deps.db, principal.workgroupId, filter, { cursor, limit: limit + 1 }, visible(c));
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentMessage), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'message.read',
      summary: 'Read a message',
      answers: { 200: Message },
      problems: { 404: ['message-not-found'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await getMessage(deps.db, principal.workgroupId, c.req.param('id'), visible(c));
      if (!row) throw problem('message-not-found');
      return c.json(presentMessage(row));
    },
  )
  .post(
    '/:id/resend',
    describe({
      tag,
      action: 'message.resend',
      summary: 'Send a message again',
      description: 'With the template and the mail settings of now. A link in it is created again.',
      answers: { 202: Message },
      events: ['message.resent'],
      problems: {
        404: ['message-not-found'],
        409: ['message-not-ended', 'message-has-own-resend', 'message-project-archived'],
      },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const id = c.req.param('id');
      const row = await getMessage(deps.db, principal.workgroupId, id, visible(c));
      if (!row) throw problem('message-not-found');
      if (RENEWED_BY_CAUSE.includes(row.kind) && !row.isTest) throw problem('message-has-own-resend');
      if (row.state === 'queued' || row.state === 'sending') throw problem('message-not-ended');
      if (await isOfArchivedProject(deps.db, row)) throw problem('message-project-archived');
      await runBatch(deps.db, [
        resendStatement(deps.db, principal.workgroupId, id, deps.now()),
        eventStatement(deps.db, principal.workgroupId, messageResent(deps, principal, row)),
      ]);
      const queued = await getMessage(deps.db, principal.workgroupId, id);
      if (!queued) throw problem('message-not-found');
      return c.json(presentMessage(queued), 202);
    },
  );
