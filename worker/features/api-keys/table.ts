import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { KeyScope } from '../../lib/permissions.ts';
import { KEY_SCOPES } from '../../lib/permissions.ts';
import { organization } from '../workgroups/table.ts';

/** Keys of integrations. Only the hash of a key is kept. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the whole key, base64url. */
    hash: text('hash').notNull().unique(),
    /** The key's first characters, to tell keys apart on screen. */
    prefix: text('prefix').notNull(),
    role: text('role', { enum: ['owner', 'manager', 'agent'] }).notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
    /** What it may do, besides what its role allows. Those from before there were scopes have all. */
    scopes: text('scopes', { mode: 'json' })
      .$type<KeyScope[]>()
      .notNull()
      .default([...KEY_SCOPES]),
    /** Null: it does not expire. */
    expiresAt: integer('expires_at'),
    /** Where the request of its last use came from: an address, if the platform says it, and the client in plain words. */
    lastUsedFrom: text('last_used_from'),
    lastUsedBy: text('last_used_by'),
  },
  (table) => [index('api_keys_workgroup').on(table.workgroupId, table.id)],
);

export type ApiKeyRow = typeof apiKeys.$inferSelect;
