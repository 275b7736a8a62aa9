import { z } from 'zod';
import { pageOf } from '../kernel/page.ts';

const Name = z.string().trim().min(1, 'An endpoint needs a name.').max(100);
const Url = z
  .string()
  .trim()
  .min(1, 'The address of the server is missing.')
  .max(2000)
  .describe('EWS address, OWA address or just the host: https://mail.example.com/EWS/Exchange.asmx');
const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u,
    'This is not a domain name.',
  );
const Domains = z.array(Domain).max(100);
const Credentials = z.strictObject({
  username: z.string().trim().min(1, 'The user name is missing.').max(320),
  password: z.string().min(1, 'The password is missing.').max(1000),
});

export const EndpointRequest = z
  .strictObject({
    name: Name,
    url: Url,
    domains: Domains.default([]),
    credentials: Credentials.optional().describe('Of an administrator who may open the mailboxes.'),
    useImpersonation: z.boolean().default(false),
  })
  .meta({ ref: 'EndpointRequest' });

export const EndpointChange = z
  .strictObject({
    name: Name.optional(),
    url: Url.optional(),
    domains: Domains.optional(),
    credentials: Credentials.nullable().optional().describe('Null takes them away.'),
    useImpersonation: z.boolean().optional(),
  })
  .meta({ ref: 'EndpointChange' });

export const ProbeQuery = z.object({
  probe: z
    .enum(['true', 'false'])
    .default('true')
    .describe('With false the server is not asked; its health stays unknown.'),
});

export const ProbeBody = z
  .strictObject({ mailbox: z.email().max(254).optional().describe('A mailbox to try the rights on.') })
  .meta({ ref: 'ProbeRequest' });

export const Endpoint = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string().describe('The EWS address itself.'),
    domains: z.array(z.string()),
    username: z.string().nullable(),
    hasPassword: z.boolean(),
    useImpersonation: z.boolean(),
    version: z.string().nullable(),
    authSchemes: z.array(z.string()).describe('What the server offers.'),
    signIn: z.string().nullable().describe('How Mailferry signs in: Basic, NTLM, or NTLM by Negotiate.'),
    health: z.enum(['ok', 'failing', 'unknown']),
    healthDetail: z.string().nullable(),
    checkedAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Endpoint' });

export const EndpointPage = pageOf('Endpoint', Endpoint);
