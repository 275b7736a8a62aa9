import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import { actorOf } from '../events/event.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { copyLink } from './copy-link.ts';
import { problem } from './errors.ts';
import { presentRequest } from './present.ts';
import { resendRequests } from './renew-requests.ts';
import { requireRequest } from './require-request.ts';
import { revokeRequests } from './revoke-requests.ts';
import { CopiedLink, CredentialRequest } from './schema.ts';
import { listMailboxNames } from './store.ts';

const tag = 'Credential requests';
const PROBLEMS = { 404: ['credential-request-not-found'], 409: ['credential-request-ended'] };

/** Mounted at `/credential-requests`. */
export const credentialRequestRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      tag,
      action: 'credential-request.read',
      summary: 'Get a credential request',
      answers: { 200: CredentialRequest },
      problems: { 404: PROBLEMS[404] },
    }),
    async (c) => c.json(presentRequest((await requireRequest(c, c.req.param('id'))).request)),
  )
  .post(
    '/:id/resend',
    describe({
      tag,
      action: 'credential-request.manage',
      summary: 'Send a credential request again',
      description:
        'With a new link and a new term, to the address that the mailbox has now. The link of the message before ends as soon as the new one goes out. Also of a request that has expired or was revoked, as long as the mailbox waits.',
      answers: { 202: CredentialRequest },
      events: ['credential-request.resent'],
      problems: PROBLEMS,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { request, project } = await requireRequest(c, c.req.param('id'));
      const sent = await resendRequests(deps, actorOf(principal), project, [request]);
      if (sent === 0) throw problem('credential-request-ended');
      return c.json(presentRequest((await requireRequest(c, request.id)).request), 202);
    },
  )
  .post(
    '/:id/revoke',
    describe({
      tag,
      action: 'credential-request.manage',
      summary: 'Revoke a credential request',
      description: 'Its link ends at once. The mailbox waits on.',
      answers: { 200: CredentialRequest },
      events: ['credential-request.revoked'],
      problems: PROBLEMS,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { request, project } = await requireRequest(c, c.req.param('id'));
      const revoked = await revokeRequests(deps, actorOf(principal), project, [request]);
      if (revoked === 0) throw problem('credential-request-ended');
      return c.json(presentRequest((await requireRequest(c, request.id)).request));
    },
  )
  .post(
    '/:id/link',
    describe({
      tag,
      action: 'credential-request.manage',
      summary: 'Copy the link of a credential request',
      description:
        'A new link, for an end user whose mail does not work. No other answer shows a link. All earlier links of the mailbox end, and no message goes out any more.',
      answers: { 201: CopiedLink },
      events: ['credential-request.link-copied'],
      problems: PROBLEMS,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { request, project } = await requireRequest(c, c.req.param('id'));
      const names = await listMailboxNames(deps.db, request.workgroupId, [request.mailboxId]);
      const name = names.get(request.mailboxId) ?? request.recipient;
      const { url, expiresAt } = await copyLink(deps, principal, request, project, name);
      return c.json({ url, expiresAt: toIso(expiresAt) }, 201);
    },
  );
