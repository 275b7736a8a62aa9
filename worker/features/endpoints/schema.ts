import { z } from 'zod';
import { ASKED, FOUND_BY, OUTCOMES } from '../../lib/discovery.ts';
import { Email } from '../../lib/email.ts';
import { DomainName, EndpointName, LoginName, ServerAddress } from '../../lib/new-endpoint.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';
import { Connection } from './connection.ts';
import { HEALTHS } from './table.ts';
import { FingerprintsByHost, ProblemShown, TrustAtStart, TrustChanges } from './trust-schema.ts';

const Url = z
  .string()
  .trim()
  .min(1, 'The address of the server is missing.')
  .max(2000)
  .refine((text) => !text.includes('*'), 'Replace the * with the part of your own address.')
  .describe('The EWS address, the OWA address or only the host: https://mail.example.com/EWS/Exchange.asmx');
const Host = z.string().trim().toLowerCase().min(1).max(253);
const ConsentHosts = z
  .array(Host)
  .max(10)
  .describe(
    'More hosts that may receive the credentials: hosts that the search leads to, and servers that mailboxes have moved to within the provider.',
  );
const Domains = z.array(DomainName).max(100);
const Credentials = z.strictObject({
  username: LoginName,
  password: z.string().min(1, 'The password is missing.').max(1000),
});

function countPlaces({ url, domain, email }: { url?: unknown; domain?: unknown; email?: unknown }): number {
  return [url, domain, email].filter((place) => place !== undefined).length;
}

export const EndpointRequest = z
  .strictObject({
    name: EndpointName,
    url: Url.optional(),
    domain: DomainName.optional().describe('Instead of `url`: Mailferry finds the server by Autodiscover.'),
    email: Email.optional().describe('Instead of `url`: Mailferry finds the server of this mailbox by Autodiscover.'),
    consentHosts: ConsentHosts.default([]),
    domains: Domains.default([]),
    credentials: Credentials.optional().describe('Of an administrator account that may open the mailboxes.'),
    useImpersonation: z.boolean().default(false),
    ...TrustAtStart,
  })
  .refine((request) => countPlaces(request) === 1, {
    path: ['url'],
    message: 'The address of the server is missing. Send one of `url`, `domain` and `email`.',
  })
  .meta({ ref: 'EndpointRequest' });

export const EndpointChange = z
  .strictObject({
    name: EndpointName.optional(),
    url: Url.optional(),
    domain: DomainName.optional().describe('Instead of `url`: Mailferry finds the server by Autodiscover.'),
    email: Email.optional().describe('Instead of `url`: Mailferry finds the server of this mailbox by Autodiscover.'),
    consentHosts: ConsentHosts.optional(),
    domains: Domains.optional(),
    credentials: Credentials.nullable().optional().describe('Null removes them.'),
    useImpersonation: z.boolean().optional(),
    ...TrustChanges,
  })
  .refine((change) => countPlaces(change) <= 1, {
    path: ['url'],
    message: 'Send at most one of `url`, `domain` and `email`.',
  })
  .meta({ ref: 'EndpointChange' });

export const ProbeQuery = z.object({
  probe: z
    .enum(['true', 'false'])
    .default('true')
    .describe('If false, the connection is not tested and the health stays unknown.'),
});

export const ProbeBody = z
  .strictObject({ mailbox: Email.optional().describe('A mailbox to test the rights with.') })
  .meta({ ref: 'ProbeRequest' });

export const DiscoverBody = z
  .strictObject({
    address: ServerAddress.describe('An e-mail address, a domain, a host name, or the address of EWS or webmail.'),
    username: LoginName.optional().describe('Default: the e-mail address.'),
    password: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('Without it, the search finds only what servers reveal without a sign-in.'),
    consentHosts: ConsentHosts.default([]),
    trustedCertificates: FingerprintsByHost.optional(),
  })
  .meta({ ref: 'DiscoverRequest' });

const FoundBy = z.enum(FOUND_BY);

export const Discovery = z
  .object({
    ewsUrl: z.string().nullable().describe('Null if no server was found; `problem` says why.'),
    foundFrom: z.string().nullable().describe('The e-mail address or domain that was searched for.'),
    foundBy: FoundBy.nullable().describe('Null if the address was entered directly.'),
    consentHosts: z.array(z.string()).describe('Hosts outside the domain that need consent first.'),
    displayName: z.string().nullable().describe('Of the mailbox.'),
    problem: ProblemShown.nullable(),
    attempts: z.array(
      z.object({
        what: z.enum(ASKED),
        url: z.string(),
        who: z.string().nullable(),
        outcome: z.enum(OUTCOMES),
        said: z.string().describe('The answer, in words.'),
        problem: ProblemShown.nullable().describe('If TLS failed: the reason, with the certificate of that host.'),
      }),
    ),
  })
  .meta({ ref: 'Discovery' });

export const EndpointQuery = PageQuery.extend({
  query: z
    .string()
    .trim()
    .max(500)
    .optional()
    .describe('Part of a name, an address, a mail domain or the administrator. Ignores case, accents and punctuation.'),
});

export const EndpointCopy = z
  .strictObject({ name: EndpointName.optional().describe('Default: “Copy of” and the name.') })
  .meta({ ref: 'EndpointCopy' });

export const Endpoint = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string().describe('The EWS address itself.'),
    foundFrom: z.string().nullable().describe('The domain or e-mail address that it was found from.'),
    foundBy: FoundBy.nullable().describe('How it was found; null if the address was entered directly.'),
    consentHosts: z.array(z.string()).describe('More hosts that may receive the password.'),
    domains: z.array(z.string()),
    username: z.string().nullable(),
    hasPassword: z.boolean(),
    useImpersonation: z.boolean(),
    version: z.string().nullable(),
    authSchemes: z.array(z.string()).describe('What the server offers.'),
    signIn: z.string().nullable().describe('How Mailferry signs in: Basic, NTLM, or NTLM through Negotiate.'),
    health: z.enum(HEALTHS),
    healthDetail: z.string().nullable(),
    problem: ProblemShown.nullable().describe('Why the connection failed in the last test or the last pass.'),
    connection: Connection.nullable().describe('How Mailferry reaches the server of `url`; null until it has.'),
    origins: z
      .array(Connection.extend({ origin: z.string() }))
      .describe('The same for other hosts: of Autodiscover, or of mailboxes.'),
    trustedCertificate: z
      .string()
      .nullable()
      .describe('SHA-256 of the one certificate that is trusted for the host of `url`.'),
    trustedCertificates: z.record(z.string(), z.string()).describe('The same for all hosts, by host name.'),
    throttling: z
      .object({
        at: z.string(),
        pauseMs: z.int().nullable().describe('The longest pause that the server asked for; null if it named none.'),
        connections: z.int().nullable().describe('Requests at once that the server allows; null if it named no limit.'),
      })
      .nullable()
      .describe('How the server asked a pass to slow down, the last time that it did; null if it never has.'),
    usedBy: z
      .object({
        count: z.int().min(0).describe('Of all uses, also in projects that you cannot see.'),
        projects: z
          .array(z.object({ id: z.string(), name: z.string(), side: z.enum(['source', 'destination']) }))
          .describe('The latest ones that you can see; five at most.'),
      })
      .describe('Where the endpoint is used. An endpoint in use cannot be deleted.'),
    checkedAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Endpoint' });

export const EndpointPage = pageOf('Endpoint', Endpoint);
