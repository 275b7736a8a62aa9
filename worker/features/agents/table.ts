import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { INVITED_ROLES } from '../../lib/new-invitation.ts';
import { organization } from '../workgroups/table.ts';

/** Invitations into a workgroup. Of the link only the hash of its token is kept. */
export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** In lower case. */
    email: text('email').notNull(),
    role: text('role', { enum: INVITED_ROLES }).notNull(),
    language: text('language', { enum: LANGUAGES }).notNull(),
    /** One that has expired is still pending: it can be sent again. */
    state: text('state', { enum: ['pending', 'accepted', 'revoked'] }).notNull(),
    /** `agt_…` or `key_…`, by the name of then. */
    invitedBy: text('invited_by').notNull(),
    invitedByName: text('invited_by_name').notNull(),
    /** The message that carries its link now; earlier ones lead nowhere. */
    messageId: text('message_id').notNull(),
    /** Of the link that was sent last; null until one was sent. */
    tokenHash: text('token_hash'),
    /** Whether who has that link has shown that the address is theirs. */
    provesEmail: integer('proves_email', { mode: 'boolean' }).notNull().default(false),
    /** Of the membership that came of it. */
    memberId: text('member_id'),
    expiresAt: integer('expires_at').notNull(),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [
    index('invitations_workgroup').on(table.workgroupId, table.id),
    index('invitations_message').on(table.messageId),
    uniqueIndex('invitations_pending')
      .on(table.workgroupId, table.email)
      .where(sql`${table.state} = 'pending'`),
  ],
);

export type InvitationRow = typeof invitations.$inferSelect;

/** Every token that an invitation ever had: whoever opens an earlier link learns that a newer one replaces it. */
export const invitationTokens = sqliteTable('invitation_tokens', {
  /** SHA-256, base64url. */
  hash: text('hash').primaryKey(),
  invitationId: text('invitation_id')
    .notNull()
    .references(() => invitations.id, { onDelete: 'cascade' }),
});
