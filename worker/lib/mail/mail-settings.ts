import { isPrivateHost } from '../address.ts';
import { Email } from '../email.ts';
import { plainText } from '../plain-text.ts';
import { z } from '../zod.ts';

/** `binding`: Cloudflare Email Service; `smtp`: a mail server; `outbox`: files on this computer, sent to no one. */
export const MAIL_DRIVERS = ['binding', 'smtp', 'outbox'] as const;
export type MailDriver = (typeof MAIL_DRIVERS)[number];

/** `tls`: from the first byte (port 465); `starttls`: required after the greeting (port 587); `none`: not encrypted. */
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof MAIL_SECURITIES)[number];

/** A host as `URL.hostname` writes it, so that other spellings of an address don't pass for another; undefined for none. */
export function canonicalHost(host: string): string | undefined {
  const written = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!/^[^\s/?#@\\]+$/.test(written) || !URL.canParse(`http://${written}`)) return undefined;
  const url = new URL(`http://${written}`);
  return url.port === '' && url.hostname !== '' ? url.hostname.replace(/\.$/, '') : undefined;
}

/** Whether a host can be seen to be private by its spelling. */
export function isPrivateMailHost(host: string): boolean {
  const name = canonicalHost(host);
  return name === undefined || isPrivateHost(name);
}

const SmtpServer = z.object({
  host: z
    .string()
    .trim()
    .min(1, 'Enter the host of the mail server.')
    .max(253)
    .refine(
      (host) => canonicalHost(host) !== undefined,
      'This is not a host name. Enter it without https:// and port.',
    ),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(MAIL_SECURITIES).default('starttls'),
  username: plainText('Enter the user name, or leave it out.', 200).nullable().default(null),
  password: z
    .string()
    .max(500)
    .nullable()
    .optional()
    .describe('Left out: the password stays. Null: there is none. It is never returned.'),
});

/** What a workgroup sets about its mail. */
export const NewMailSettings = z
  .object({
    driver: z.enum(MAIL_DRIVERS).nullable().describe('Null: the usual one of this installation.'),
    senderName: plainText('Enter a sender name.', 100).nullable().default(null),
    senderAddress: Email.nullable().default(null),
    replyTo: Email.nullable().default(null).describe('Where answers go. Null: to the sender address.'),
    smtp: SmtpServer.nullable().default(null),
    dkimSelector: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, 'This is not a DKIM selector.')
      .nullable()
      .default(null),
    hourlyLimit: z.number().int().min(1).max(100_000).nullable().default(null),
  })
  .refine(({ driver, smtp }) => driver !== 'smtp' || smtp !== null, {
    path: ['smtp'],
    error: 'Enter the mail server.',
  })
  .refine(({ driver, senderAddress }) => (driver !== 'smtp' && driver !== 'binding') || senderAddress !== null, {
    path: ['senderAddress'],
    error: 'Enter the address that messages come from.',
  });
