import { z } from 'zod';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MESSAGE_STATES } from '../../lib/mail/message-states.ts';
import { INVITED_ROLES, InvitedAgent, NewInvitation } from '../../lib/new-invitation.ts';
import { ROLES } from '../../lib/roles.ts';
import { pageOf } from '../kernel/page.ts';

export const Agent = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    hasTwoFactor: z.boolean().describe('Whether sign-in asks them for a code.'),
    joinedAt: z.string(),
    lastSignInAt: z.string().nullable().describe('When they last signed in to this workgroup.'),
  })
  .meta({ ref: 'Agent' });

export const AgentPage = pageOf('Agent', Agent);

export const AgentChange = z
  .strictObject({ role: z.enum(ROLES).describe('It cannot be higher than your own role.') })
  .meta({ ref: 'AgentChange' });

export const InvitationRequest = NewInvitation.meta({ ref: 'InvitationRequest' });

export const Invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(INVITED_ROLES),
    language: z.enum(LANGUAGES),
    state: z.enum(['pending', 'expired', 'accepted', 'revoked']),
    invitedBy: z.object({ id: z.string(), name: z.string() }),
    message: z
      .object({
        id: z.string(),
        state: z.enum(MESSAGE_STATES),
        lastResponse: z.string().nullable(),
        sentAt: z.string().nullable(),
      })
      .nullable()
      .describe('The message that carries the link.'),
    createdAt: z.string(),
    expiresAt: z.string(),
    endedAt: z.string().nullable().describe('When it was accepted or revoked.'),
  })
  .meta({ ref: 'Invitation' });

export const InvitationPage = pageOf('Invitation', Invitation);

const Token = z.string().min(1).max(100).describe('What stands behind `#` in the link.');

export const LookRequest = z.strictObject({ token: Token }).meta({ ref: 'InvitationLookRequest' });

export const InvitationLook = z
  .object({
    workgroupName: z.string(),
    invitedBy: z.string(),
    email: z.string(),
    role: z.enum(INVITED_ROLES),
    expiresAt: z.string(),
    hasAccount: z
      .boolean()
      .nullable()
      .describe('Whether there is an account with the address. Null where the link does not prove the address.'),
    signedIn: z
      .object({ email: z.string(), fits: z.boolean() })
      .nullable()
      .describe('Who is signed in here, and whether it is the account that was invited.'),
  })
  .meta({ ref: 'InvitationLook' });

export const AcceptRequest = InvitedAgent.partial()
  .extend({ token: Token })
  .refine(({ name, password }) => (name === undefined) === (password === undefined), {
    path: ['password'],
    message: 'A new account needs a name and a password.',
  })
  .describe('With a name and a password, a new account is made. Without, the account that is signed in accepts.')
  .meta({ ref: 'InvitationAcceptRequest' });

export const Accepted = z
  .object({
    agentId: z.string(),
    role: z.enum(INVITED_ROLES),
    workgroup: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ ref: 'InvitationAccepted' });
