import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { requireOwnOrigin } from '../workgroups/access.ts';
import { acceptAsNew, acceptSignedIn } from './accept-invitation.ts';
import { problem } from './errors.ts';
import { fits, hasAccount, readGuest } from './guest.ts';
import { requireOpenInvitation } from './open-invitation.ts';
import { Accepted, AcceptRequest, InvitationLook, LookRequest } from './schema.ts';

const tag = 'Agents';
const ENDS = {
  404: ['invitation-not-found'],
  410: ['invitation-used', 'invitation-revoked', 'invitation-expired', 'invitation-replaced'],
};

/** Invitations as those see them who have the link. Mounted at `/invitations`, before what needs a sign-in. */
export const guestRoutes = new Hono<AppEnv>()
  .post(
    '/look',
    describe({
      tag,
      summary: 'Look at an invitation by its link',
      description: 'Changes nothing: programs that open links in mails do not use an invitation up.',
      answers: { 200: InvitationLook },
      events: { none: 'It changes nothing.' },
      problems: ENDS,
      isPublic: true,
    }),
    valid('json', LookRequest),
    async (c) => {
      const { deps } = c.var;
      const { invitation, workgroupName } = await requireOpenInvitation(deps, c.req.valid('json').token);
      const guest = await readGuest(c);
      const { email, role, invitedByName, expiresAt, provesEmail } = invitation;
      return c.json({
        workgroupName,
        invitedBy: invitedByName,
        email,
        role,
        expiresAt: new Date(expiresAt).toISOString(),
        hasAccount: provesEmail ? await hasAccount(deps.db, email) : null,
        signedIn: guest ? { email: guest.email, fits: fits(guest, invitation) && guest.isProven } : null,
      });
    },
  )
  .post(
    '/accept',
    describe({
      tag,
      summary: 'Accept an invitation by its link',
      description:
        'With a new account, which is then signed in to: the response sets the session cookie. Or with the account that is signed in: its address must be the one that was invited. The session switches to the workgroup.',
      answers: { 201: Accepted },
      events: ['invitation.accepted'],
      problems: {
        ...ENDS,
        401: ['invitation-sign-in-needed'],
        403: ['invitation-other-address', 'invitation-address-unproven', 'foreign-origin'],
        409: ['invitation-account-exists', 'agent-already-member'],
      },
      isPublic: true,
    }),
    valid('json', AcceptRequest),
    async (c) => {
      const { deps } = c.var;
      requireOwnOrigin(c);
      const { token, name, password } = c.req.valid('json');
      const open = await requireOpenInvitation(deps, token);
      const { workgroupId: id, role } = open.invitation;
      const answer = (agentId: string) => c.json({ agentId, role, workgroup: { id, name: open.workgroupName } }, 201);
      if (name !== undefined && password !== undefined) {
        const { agentId, email } = await acceptAsNew(deps, open, { name, password });
        const cookies = await deps.sessions.signIn(c.req.raw, email, password);
        for (const cookie of cookies ?? []) c.header('set-cookie', cookie, { append: true });
        await deps.outbox.wake(id);
        return answer(agentId);
      }
      const guest = await readGuest(c);
      if (!guest) throw problem('invitation-sign-in-needed');
      const agentId = await acceptSignedIn(deps, open, guest);
      await deps.outbox.wake(id);
      return answer(agentId);
    },
  );
