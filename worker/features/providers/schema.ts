import { z } from 'zod';
import { Email } from '../../lib/email.ts';
import { DomainName } from '../../lib/new-endpoint.ts';
import { plainText } from '../../lib/plain-text.ts';
import { PROVIDER_STATUSES } from './provider.ts';

const HOST_LABELS = /^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,9}$/;

const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(HOST_LABELS, 'This is not a host name. Example: mail.provider.example');

/** `*` may stand at the start of the host. */
const WebAddress = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    const address = text.replace('//*.', '//');
    return URL.canParse(address) && new URL(address).protocol === 'https:' && new URL(address).username === '';
  }, 'Enter an address that begins with https://.');

const Line = (longest: number) => plainText('This is empty.', longest).nullable();

const NewServer = z.strictObject({
  label: z.string().trim().max(100).default(''),
  owaUrl: WebAddress.nullable().default(null),
  ewsUrl: WebAddress.nullable().default(null),
  version: Line(40).default(null),
});

const Fields = {
  name: plainText('A provider needs a name.', 100),
  otherNames: z.array(plainText('A name is empty.', 100)).max(20),
  countries: z
    .array(
      z
        .string()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, 'Use two letters, as in DE.'),
    )
    .max(50),
  servers: z.array(NewServer).max(50),
  autodiscoverHosts: z.array(HostName).max(20),
  mxNames: z
    .array(HostName)
    .max(20)
    .describe('Part of the names of its mail servers, whole labels: `mail.ovh.net` is in `mx1.mail.ovh.net`.'),
  status: z.enum(PROVIDER_STATUSES),
  note: Line(1000),
  findAddress: Line(1000).describe('How customers of the provider find their own address.'),
  signIn: Line(100),
};

export const NewProvider = z
  .strictObject({
    ...Fields,
    otherNames: Fields.otherNames.default([]),
    countries: Fields.countries.default([]),
    servers: Fields.servers.default([]),
    autodiscoverHosts: Fields.autodiscoverHosts.default([]),
    mxNames: Fields.mxNames.default([]),
    status: Fields.status.default('unknown'),
    note: Fields.note.default(null),
    findAddress: Fields.findAddress.default(null),
    signIn: Fields.signIn.default(null),
  })
  .meta({ ref: 'NewProvider' });

/** What is left out stays. */
export const ProviderChange = z.strictObject(Fields).partial().meta({ ref: 'ProviderChange' });

const Server = z.object({
  label: z.string(),
  owaUrl: z.string().nullable().describe('`*` stands for what differs from customer to customer.'),
  ewsUrl: z.string().nullable(),
  isEwsInferred: z.boolean().describe('True if no source states the EWS address: it was made from that of webmail.'),
  version: z.string().nullable(),
});

export const Provider = z
  .object({
    id: z.string(),
    origin: z
      .enum(['shipped', 'corrected', 'own'])
      .describe('From Mailferry’s directory, corrected by your workgroup, or added by it.'),
    name: z.string(),
    otherNames: z.array(z.string()),
    countries: z.array(z.string()),
    servers: z.array(Server),
    autodiscoverHosts: z.array(z.string()),
    mxNames: z.array(z.string()),
    status: z
      .enum(PROVIDER_STATUSES)
      .describe('`live`: a recent source uses it; `ended`: the service has ended; `unknown`: no recent source.'),
    note: z.string().nullable(),
    findAddress: z.string().nullable(),
    signIn: z.string().nullable(),
    source: z.object({ title: z.string(), date: z.string().nullable() }).nullable(),
    updatedAt: z.string().nullable(),
  })
  .meta({ ref: 'Provider' });

export const ProviderQuery = z.object({
  query: z
    .string()
    .trim()
    .max(500)
    .optional()
    .describe('A name, a domain, a host, an e-mail address, or the address of webmail.'),
});

/** All that fit: there is no next page. */
export const ProviderList = z.object({ items: z.array(Provider), nextCursor: z.null() }).meta({ ref: 'ProviderList' });

export const SuggestionQuery = z.object({
  address: z.union([Email, DomainName]).describe('A domain, or an e-mail address of it.'),
});

export const Suggestion = z
  .object({
    domain: z.string(),
    kind: z.enum(['provider', 'microsoft-365', 'filter', 'no-mail', 'unknown', 'not-looked-up']),
    sentence: z.string(),
    provider: Provider.nullable(),
    by: z.enum(['mx', 'autodiscover']).nullable().describe('The record that shows it.'),
    host: z.string().nullable().describe('The host of that record.'),
    hosts: z.object({ mx: z.array(z.string()).nullable(), autodiscover: z.array(z.string()).nullable() }),
  })
  .meta({ ref: 'ProviderSuggestion' });
