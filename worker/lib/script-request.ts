import { Email } from './email.ts';
import { LANGUAGES } from './mail/languages.ts';
import { DomainName, LoginName } from './new-endpoint.ts';
import { plainLines, plainText } from './plain-text.ts';
import { EXCHANGE_VERSIONS, SCRIPT_SIDES } from './script-facts.ts';
import { z } from './zod.ts';

/** Which mailboxes a script works on: those of the project, or all that have an address in the domains. */
export const SCRIPT_SCOPES = ['mailboxes', 'domains'] as const;
export type ScriptScope = (typeof SCRIPT_SCOPES)[number];

/** The largest item that the limits can be raised for: 2 GB less what Base64 adds. */
const LARGEST_MB = 1_500;

const options = {
  version: z.enum(EXCHANGE_VERSIONS).optional().describe('Default: what the last test of the connection saw.'),
  side: z.enum(SCRIPT_SIDES).optional().describe('Default: the source, for scripts of both sides.'),
  organization: plainText('Enter the name of the tenant, or leave it out.', 256)
    .optional()
    .describe('The tenant, on hosted servers that keep several.'),
  account: LoginName.optional().describe('The migration account. Default: the user name of the endpoint.'),
  scope: z
    .enum(SCRIPT_SCOPES)
    .optional()
    .describe(
      '`mailboxes`: those of the project. `domains`: all with an address in the mail domains of that side. Default: `mailboxes`, if the project has any.',
    ),
  forwardDomain: DomainName.optional().describe(
    'Of `forwarding`: a domain that only the new provider has. Mail goes to the same name there. Default: the destination addresses.',
  ),
};

const limit = z.int('Enter a whole number.').min(10).max(LARGEST_MB);
const SIZE = 'Of `size-limits`: the largest item, in MB. Default: 100.';

/** What a script is written with, as a query: every value is text there. */
export const ScriptQuery = z.object({
  ...options,
  whatIf: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('`true`: the script only shows what it would do.'),
  sizeLimitMb: z.coerce.number().pipe(limit).optional().describe(SIZE),
});

export type ScriptOptions = z.output<typeof ScriptQuery>;

/** A message to an administrator with a script. */
export const NewScriptMessage = z.strictObject({
  to: Email,
  language: z.enum(LANGUAGES).optional().describe('Default: that of the workgroup.'),
  note: plainLines(1_000).optional().describe('A text of your own above the script.'),
  ...options,
  whatIf: z.boolean().optional(),
  sizeLimitMb: limit.optional().describe(SIZE),
});
