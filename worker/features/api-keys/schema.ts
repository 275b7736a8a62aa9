import { z } from 'zod';
import { NewApiKeyName } from '../../lib/new-api-key.ts';
import { pageOf } from '../kernel/page.ts';

const API_KEY_ROLES = ['owner', 'manager', 'agent'] as const;

export const ApiKeyRequest = NewApiKeyName.extend({
  role: z.enum(API_KEY_ROLES).default('agent').describe('What the key may do. It cannot be higher than your own role.'),
}).meta({ ref: 'ApiKeyRequest' });

const ApiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe('The first characters of the key.'),
    role: z.enum(API_KEY_ROLES),
    createdBy: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    revokedAt: z.string().nullable(),
  })
  .meta({ ref: 'ApiKey' });

export const NewApiKey = ApiKey.extend({ key: z.string().describe('The key itself. It is shown only once.') }).meta({
  ref: 'NewApiKey',
});

export const ApiKeyPage = pageOf('ApiKey', ApiKey);
