import { Hono } from 'hono';
import { z } from 'zod';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { endInvitation, invite, requireInvitation, resendInvitation } from './invite.ts';
import type { ListedInvitation } from './invitation-store.ts';
import { listInvitations } from './invitation-store.ts';
import { presentInvitation } from './present.ts';
import { requireRoleWithin } from './require-role-within.ts';
import { Invitation, InvitationPage, InvitationRequest } from './schema.ts';

const tag = 'Agents';
const TOO_HIGH = { 403: ['agent-role-too-high'] };
const OF_ONE = { 404: ['invitation-not-found'], ...TOO_HIGH, 409: ['invitation-ended'] };
const InvitationQuery = PageQuery.extend({ state: z.enum(['pending', 'accepted', 'revoked']).optional() });

const invitationOf = async (c: AppContext, id: string): Promise<ListedInvitation> =>
  requireInvitation(c.var.deps, c.var.principal.workgroupId, id);

/** Invitations as the workgroup sees them; no answer contains a link. */
export const invitationRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'invitation.read',
      summary: 'List invitations, latest first',
      description:
        'Each with the state of its message. `state=pending` lists expired ones too: they can be sent again.',
      answers: { 200: InvitationPage },
    }),
    valid('query', InvitationQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listInvitations(deps.db, principal.workgroupId, { ...filter, limit: limit + 1 });
      const page = cutPage(
        rows.map((row) => ({ ...row, id: row.invitation.id })),
        limit,
      );
      const now = deps.now();
      return c.json({ items: page.rows.map((row) => presentInvitation(row, now)), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'invitation.create',
      summary: 'Invite an agent',
      description:
        'Sends a message with a link that works for seven days. Whether the address has an account is not shown.',
      answers: { 201: Invitation },
      events: ['invitation.created'],
      problems: { ...TOO_HIGH, 409: ['agent-already-member', 'invitation-pending'], 429: ['too-many-attempts'] },
    }),
    requireRoleWithin,
    valid('json', InvitationRequest),
    async (c) => {
      const { deps, principal } = c.var;
      return c.json(presentInvitation(await invite(deps, principal, c.req.valid('json')), deps.now()), 201);
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'invitation.read',
      summary: 'Get an invitation',
      answers: { 200: Invitation },
      problems: { 404: ['invitation-not-found'] },
    }),
    async (c) => c.json(presentInvitation(await invitationOf(c, c.req.param('id')), c.var.deps.now())),
  )
  .post(
    '/:id/resend',
    describe({
      tag,
      action: 'invitation.resend',
      summary: 'Send an invitation again',
      description: 'With a new link and a new term. Earlier links end once the message is sent.',
      answers: { 202: Invitation },
      events: ['invitation.resent'],
      problems: { ...OF_ONE, 429: ['too-many-attempts'] },
    }),
    requireRoleWithin,
    async (c) => {
      const { deps, principal } = c.var;
      const renewed = await resendInvitation(deps, principal, await invitationOf(c, c.req.param('id')));
      return c.json(presentInvitation(renewed, deps.now()), 202);
    },
  )
  .post(
    '/:id/revoke',
    describe({
      tag,
      action: 'invitation.revoke',
      summary: 'Revoke an invitation',
      answers: { 200: Invitation },
      events: ['invitation.revoked'],
      problems: OF_ONE,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const ended = await endInvitation(deps, principal, await invitationOf(c, c.req.param('id')));
      return c.json(presentInvitation(ended, deps.now()));
    },
  );
