import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import { isAbove } from '../../lib/roles.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { apiKeyCreated, apiKeyRevoked } from './api-key-events.ts';
import { problem } from './errors.ts';
import { ApiKeyPage, ApiKeyRequest, NewApiKey } from './schema.ts';
import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from './store.ts';
import type { ApiKeyRow } from './table.ts';
import { makeApiKey } from './use-api-key.ts';

function presentApiKey(row: Omit<ApiKeyRow, 'workgroupId'>) {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role,
    scopes: row.scopes,
    createdBy: row.createdBy,
    createdAt: toIso(row.createdAt),
    expiresAt: toIso(row.expiresAt),
    lastUsedAt: toIso(row.lastUsedAt),
    lastUsedFrom: row.lastUsedFrom,
    lastUsedBy: row.lastUsedBy,
    revokedAt: toIso(row.revokedAt),
  };
}

const tag = 'API keys';

export const apiKeyRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'api-key.list', summary: 'List API keys', answers: { 200: ApiKeyPage } }),
    valid('query', PageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit } = c.req.valid('query');
      const rows = await listApiKeys(deps.db, principal.workgroupId, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentApiKey), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'api-key.create',
      summary: 'Create an API key',
      description:
        'Only this response contains the key; Mailferry stores only its hash. The key stops working when it expires, and when the membership that created it ends. It sees the projects that its creator sees. API keys cannot create API keys.',
      answers: { 201: NewApiKey },
      events: ['api-key.created'],
      problems: { 403: ['forbidden', 'api-key-role-too-high'] },
    }),
    valid('json', ApiKeyRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const { name, role, scopes, expiresAt } = c.req.valid('json');
      const now = deps.now();
      if (expiresAt !== null && expiresAt <= now) {
        const message = 'This is in the past. Choose a later time.';
        throw anyProblem('validation-failed', undefined, [{ path: 'expiresAt', message }]);
      }
      if (isAbove(role, principal.role)) throw problem('api-key-role-too-high');
      const { key, hash, prefix } = await makeApiKey(deps.random);
      const row = {
        id: deps.newId('key'),
        name,
        hash,
        prefix,
        role,
        scopes,
        createdBy: principal.actorId,
        createdAt: now,
        expiresAt,
        lastUsedAt: null,
        lastUsedFrom: null,
        lastUsedBy: null,
        revokedAt: null,
      };
      await createApiKey(deps.db, principal.workgroupId, row, [apiKeyCreated(deps, principal, row)]);
      return c.json({ ...presentApiKey(row), key }, 201);
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'api-key.revoke',
      summary: 'Revoke an API key',
      description: 'Also revokes the keys that it created, as keys once could.',
      answers: { 204: 'The key is revoked.' },
      events: ['api-key.revoked'],
      problems: { 403: ['forbidden', 'api-key-role-too-high'], 404: ['api-key-not-found'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await getApiKey(deps.db, principal.workgroupId, c.req.param('id'));
      if (!row) throw problem('api-key-not-found');
      if (isAbove(row.role, principal.role)) throw problem('api-key-role-too-high');
      await revokeApiKey(deps.db, principal.workgroupId, row.id, apiKeyRevoked(deps, principal, row));
      return c.body(null, 204);
    },
  );
