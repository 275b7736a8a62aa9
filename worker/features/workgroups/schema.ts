import { z } from 'zod';
import { Email } from '../kernel/email.ts';
import { plainText } from '../../lib/plain-text.ts';
import { faultOfPassword } from './password-rules.ts';
import { ROLES } from '../kernel/principal.ts';

/** Narrower than other addresses, because better-auth signs nobody else in. */
const AgentEmail = Email.pipe(
  z.email(
    "An agent's address can have letters, digits and . _ ' + - before the @, and its top-level domain only letters.",
  ),
);

export const SetupState = z.object({ needsOwner: z.boolean(), openSignUp: z.boolean() }).meta({ ref: 'SetupState' });

export const SetupRequest = z
  .strictObject({
    workgroupName: plainText('A workgroup needs a name.', 100),
    name: plainText('Your name is missing.', 100),
    email: AgentEmail,
    setupToken: z
      .string()
      .max(200)
      .optional()
      .describe('For the first owner only: the token that `npm start` prints, or the secret SETUP_TOKEN.'),
    password: z.string(),
  })
  .check(({ value: { password, email, name, workgroupName }, issues }) => {
    const message = faultOfPassword(password, [email, name, workgroupName]);
    if (message !== undefined) issues.push({ code: 'custom', path: ['password'], message, input: '' });
  })
  .meta({ ref: 'SetupRequest' });

export const Me = z
  .object({
    agent: z
      .object({ id: z.string(), name: z.string(), email: z.string() })
      .nullable()
      .describe('Null for an API key.'),
    workgroup: z.object({ id: z.string(), name: z.string() }),
    role: z.enum(ROLES),
  })
  .meta({ ref: 'Me' });

export const SignInRequest = z.strictObject({ email: AgentEmail, password: z.string() }).meta({ ref: 'SignInRequest' });
