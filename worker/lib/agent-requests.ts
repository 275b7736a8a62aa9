import { z } from './zod.ts';
import { AgentEmail } from './email.ts';
import { plainText } from './plain-text.ts';

/** What an agent signs in with, as the form checks it. */
export const SignIn = z.strictObject({
  email: z.string().trim().min(1, 'Enter your e-mail address.'),
  password: z.string().min(1, 'Enter your password.'),
});

/** The first owner and the workgroup. The API has more rules for passwords: they need a list of common ones. */
export const FirstOwner = z.strictObject({
  workgroupName: plainText('A workgroup needs a name.', 100),
  name: plainText('Your name is missing.', 100),
  email: AgentEmail,
  setupToken: z
    .string()
    .max(200)
    .optional()
    .describe('For the first owner only: the token that `npm start` prints, or the secret SETUP_TOKEN.'),
  password: z.string(),
});
