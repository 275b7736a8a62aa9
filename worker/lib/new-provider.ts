import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** Whether people can still use a provider: `unknown` where no recent source says so. */
export const PROVIDER_STATUSES = ['live', 'ended', 'unknown'] as const;

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

/** A provider that a workgroup adds, for the API and for its form. */
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
