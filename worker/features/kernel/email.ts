import { z } from 'zod';
import { EMAIL_ADDRESS, EMAIL_ADDRESS_LIMIT } from '../../lib/email-address.ts';

/** The e-mail address of a mailbox, in every request that names one. */
export const Email = z
  .string()
  .trim()
  .pipe(z.email({ pattern: EMAIL_ADDRESS, error: 'This is not an e-mail address.' }).max(EMAIL_ADDRESS_LIMIT));
