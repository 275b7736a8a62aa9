import { z } from './zod.ts';
import { plainText } from './plain-text.ts';

export const EndpointName = plainText('An endpoint needs a name.', 100);

/** An e-mail address, a domain, a host name, or the address of EWS or of webmail. */
export const ServerAddress = z
  .string()
  .trim()
  .min(1, 'The address is missing.')
  .max(2000)
  .refine((text) => !text.includes('*'), 'Replace the * with the part of your own address.');

export const DomainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u,
    'This is not a domain name.',
  );

/** The user name of an account that opens mailboxes. */
export const LoginName = plainText('The user name is missing.', 320);
