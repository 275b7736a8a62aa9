import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MESSAGE_KIND_NAMES } from '../../lib/mail/message-kinds.ts';
import { organization } from '../workgroups/table.ts';

const workgroupId = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** Templates of a workgroup that replace those which Mailferry brings. */
export const templates = sqliteTable(
  'templates',
  {
    workgroupId: workgroupId(),
    kind: text('kind', { enum: MESSAGE_KIND_NAMES }).notNull(),
    language: text('language', { enum: LANGUAGES }).notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workgroupId, table.kind, table.language] })],
);

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/gif'] as const;

/** How messages of a workgroup look, and those about one of its customers where that has a look of its own. */
export const looks = sqliteTable(
  'looks',
  {
    workgroupId: workgroupId(),
    /** Empty: of the workgroup itself. */
    customerId: text('customer_id').notNull().default(''),
    /** `#rrggbb`; null: that of Mailferry. */
    accent: text('accent'),
    /** In the address of the logo: nobody can guess it, and it changes with the picture. */
    logoKey: text('logo_key').unique(),
    logoType: text('logo_type', { enum: LOGO_TYPES }),
    /** What end users read where they enter their password; of the workgroup only, as customers have a column for theirs. */
    userText: text('user_text'),
    logo: blob('logo', { mode: 'buffer' }).$type<Uint8Array>(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workgroupId, table.customerId] })],
);

export type LookRow = typeof looks.$inferSelect;
