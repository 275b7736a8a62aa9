import { AgentEmail } from './email.ts';
import { LANGUAGES } from './mail/languages.ts';
import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** Roles that someone can be invited as. */
export const INVITED_ROLES = ['owner', 'manager', 'agent'] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number];

/** Who is invited, as the form checks it. */
export const NewInvitation = z.strictObject({
  email: AgentEmail,
  role: z.enum(INVITED_ROLES).default('agent').describe('It cannot be higher than your own role.'),
  language: z.enum(LANGUAGES).optional().describe('Of the message. Default: that of the workgroup.'),
});

/** The account that an invited person makes. The API has more rules for passwords: they need a list of common ones. */
export const InvitedAgent = z.strictObject({
  name: plainText('Your name is missing.', 100),
  password: z.string().min(1, 'Choose a password.'),
});
