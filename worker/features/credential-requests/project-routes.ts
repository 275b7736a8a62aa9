import { Hono } from 'hono';
import { actorOf } from '../events/event.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { validOptionalJson } from '../kernel/read-json.ts';
import { valid } from '../kernel/validate.ts';
import { presentReceipt, PurgeReceipt } from '../projects/receipt.ts';
import { requireOpenProject, requireProject } from '../projects/require-project.ts';
import { askAgain } from './ask-again.ts';
import { presentRequest } from './present.ts';
import { purgeCredentials } from './purge.ts';
import { resendRequests } from './renew-requests.ts';
import { revokeRequests } from './revoke-requests.ts';
import {
  AskedAgain,
  CredentialRequestPage,
  MailboxSelection,
  PurgeRequest,
  RequestQuery,
  Resent,
  Revoked,
} from './schema.ts';
import { listLatest, listRequests } from './store.ts';
import type { RequestRow } from './table.ts';

const tag = 'Credential requests';
const PROBLEMS = { 404: ['project-not-found'] };

/** Mounted at `/projects`. */
export const projectRequestRoutes = new Hono<AppEnv>()
  .get(
    '/:id/credential-requests',
    describe({
      tag,
      action: 'credential-request.read',
      summary: 'List the credential requests of a project, latest first',
      answers: { 200: CredentialRequestPage },
      problems: PROBLEMS,
    }),
    valid('query', RequestQuery),
    async (c) => {
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const { cursor, limit, ...filter } = c.req.valid('query');
      const rows = await listRequests(c.var.deps.db, workgroupId, id, filter, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentRequest), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/credential-requests/resend',
    describe({
      tag,
      action: 'credential-request.manage',
      summary: 'Send the credential requests of mailboxes again',
      description: 'Of those that wait for their end user. Others are skipped.',
      answers: { 202: Resent },
      events: ['credential-request.resent'],
      problems: { ...PROBLEMS, 409: ['project-archived'] },
    }),
    valid('json', MailboxSelection),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireOpenProject(c, c.req.param('id'));
      const { mailboxIds } = c.req.valid('json');
      const requests = inProject(await listLatest(deps.db, project.workgroupId, mailboxIds), project.id);
      const sent = await resendRequests(deps, actorOf(principal), project, requests);
      return c.json({ sent, skipped: mailboxIds.length - sent }, 202);
    },
  )
  .post(
    '/:id/credential-requests/revoke',
    describe({
      tag,
      action: 'credential-request.manage',
      summary: 'Revoke the credential requests of mailboxes',
      answers: { 200: Revoked },
      events: ['credential-request.revoked'],
      problems: PROBLEMS,
    }),
    valid('json', MailboxSelection),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { mailboxIds } = c.req.valid('json');
      const requests = inProject(await listLatest(deps.db, project.workgroupId, mailboxIds), project.id);
      const revoked = await revokeRequests(deps, actorOf(principal), project, requests);
      return c.json({ revoked, skipped: mailboxIds.length - revoked });
    },
  )
  .post(
    '/:id/credential-requests/ask-again',
    describe({
      tag,
      action: 'pass.start',
      summary: 'Ask the owners of mailboxes again whose password stopped working',
      description:
        'Starts a pass like the one that ended, which waits for the answer. Mailboxes that wait already get their message again.',
      answers: { 202: AskedAgain },
      events: ['pass.started', 'credentials.requested', 'mailbox.waiting_for_end_user', 'credential-request.resent'],
      problems: { ...PROBLEMS, 409: ['mailbox-busy', 'project-archived'], 422: ['credentials-missing'] },
    }),
    valid('json', MailboxSelection),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireOpenProject(c, c.req.param('id'));
      return c.json(await askAgain(deps, principal, project, c.req.valid('json').mailboxIds), 202);
    },
  )
  .post(
    '/:id/credentials/purge',
    describe({
      tag,
      action: 'credentials.purge',
      summary: 'Delete the credentials that end users gave',
      description: 'What agents entered stays. Each mailbox gets an event: the receipt. The body is optional.',
      answers: { 200: PurgeReceipt },
      events: ['credentials.purged'],
      problems: PROBLEMS,
      requestBody: PurgeRequest,
    }),
    validOptionalJson(PurgeRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { mailboxIds } = c.req.valid('json');
      return c.json(presentReceipt(await purgeCredentials(deps, actorOf(principal), project, mailboxIds)));
    },
  );

function inProject(latest: ReadonlyMap<string, RequestRow>, projectId: string): RequestRow[] {
  return [...latest.values()].filter((row) => row.projectId === projectId);
}
