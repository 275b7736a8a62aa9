import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { user } from '../workgroups/table.ts';

/** Recovery codes that have not been used. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    agentId: text('agent_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.hash] })],
);

/** Sign-ins whose password was right and whose code is not there yet. They are no sessions: they open nothing. */
export const pendingSignIns = sqliteTable(
  'pending_sign_ins',
  {
    /** Of a token that only the cookie of the browser has. */
    tokenHash: text('token_hash').primaryKey(),
    agentId: text('agent_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    isRemembered: integer('is_remembered', { mode: 'boolean' }).notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('pending_sign_ins_agent').on(table.agentId)],
);

export const LINK_PURPOSES = ['reset-password', 'confirm-email'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

/**
 * Secret links in messages to agents. The row is written with the message; the token is made when the message is sent.
 * A change of the password or of the e-mail address ends all of them.
 */
export const accountLinks = sqliteTable(
  'account_links',
  {
    /** That of the message. */
    messageId: text('message_id').primaryKey(),
    agentId: text('agent_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: LINK_PURPOSES }).notNull(),
    /** Where the message goes, in lower case. */
    email: text('email').notNull(),
    /** Null until the message is sent. */
    tokenHash: text('token_hash').unique(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
    /** Of two uses at once, the one that the link let through. */
    usedBy: text('used_by'),
  },
  (table) => [index('account_links_agent').on(table.agentId)],
);

export type AccountLinkRow = typeof accountLinks.$inferSelect;
