import { z } from './zod.ts';
import { EMAIL_ADDRESS, EMAIL_ADDRESS_LIMIT } from './email-address.ts';

/** The e-mail address of a mailbox, in every request that names one. */
export const Email = z
  .string()
  .trim()
  .pipe(z.email({ pattern: EMAIL_ADDRESS, error: 'This is not an e-mail address.' }).max(EMAIL_ADDRESS_LIMIT));

/** The address that an agent signs in with: narrower than others, because better-auth signs in no other. */
export const AgentEmail = Email.pipe(
  z.email(
    "An agent's address can have letters, digits and . _ ' + - before the @, and its top-level domain only letters.",
  ),
);
