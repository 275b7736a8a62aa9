import { Email } from './email.ts';
import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** Users that one request can import. */
export const MAX_USERS_PER_IMPORT = 10_000;
const MAX_ADDRESSES = 50;

const Name = plainText('The name is empty.', 200).describe('Of the person.');
const Addresses = z
  .array(Email)
  .min(1, 'Enter at least one e-mail address.')
  .max(MAX_ADDRESSES, `A user can have at most ${String(MAX_ADDRESSES)} addresses.`)
  .refine(
    (addresses) => new Set(addresses.map((address) => address.toLowerCase())).size === addresses.length,
    'The same address is there twice.',
  )
  .describe('The first is the main one.');

/** A person at a customer, with all addresses of theirs. */
export const NewCustomerUser = z
  .strictObject({ name: Name.nullable().optional(), addresses: Addresses })
  .meta({ ref: 'NewCustomerUser' });

export const CustomerUserChange = z
  .strictObject({
    name: Name.nullable().optional(),
    addresses: Addresses.optional().describe('Replaces all addresses.'),
  })
  .meta({ ref: 'CustomerUserChange' });
