import { z } from 'zod';
import { Email } from '../../lib/email.ts';
import { DomainName } from '../../lib/new-endpoint.ts';
import { PROVIDER_STATUSES } from '../../lib/new-provider.ts';

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
