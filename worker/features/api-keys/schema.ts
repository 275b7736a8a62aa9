import { z } from 'zod';
import { NewApiKey as NewKey } from '../../lib/new-api-key.ts';
import { KEY_SCOPES } from '../../lib/permissions.ts';
import { pageOf } from '../kernel/page.ts';

const SCOPES_ABOUT =
  '`read` reads; `run` starts and stops passes and tests connections; `manage` adds, changes and deletes. No key reaches accounts, two-factor sign-in or API keys.';

const API_KEY_ROLES = ['owner', 'manager', 'agent'] as const;

export const ApiKeyRequest = NewKey.extend({
  role: z.enum(API_KEY_ROLES).default('agent').describe('What the key may do. It cannot be higher than your own role.'),
  scopes: NewKey.shape.scopes
    .default([...KEY_SCOPES])
    .describe(`${SCOPES_ABOUT} A request needs both the scope and the role. All scopes by default.`),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .nullable()
    .default(null)
    .describe('When the key stops working. Null: it does not expire.'),
}).meta({ ref: 'ApiKeyRequest' });

const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe('The first characters of the key.'),
    role: z.enum(API_KEY_ROLES),
    createdBy: z.string(),
    scopes: z.array(z.enum(KEY_SCOPES)),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    lastUsedAt: z.string().nullable().describe('Exact to the minute.'),
    lastUsedFrom: z
      .string()
      .nullable()
      .describe('The address of the client, if the platform states it; of IPv6 the network.'),
    lastUsedBy: z
      .string()
      .nullable()
      .describe('The client by its own account, such as `curl 8.5` or `Firefox on Windows`.'),
    revokedAt: z.string().nullable(),
  })
  .meta({ ref: 'ApiKey' });

export const NewApiKey = ApiKey.extend({ key: z.string().describe('The key itself. It is shown only once.') }).meta({
  ref: 'NewApiKey',
});

export const ApiKeyPage = pageOf('ApiKey', ApiKey);
