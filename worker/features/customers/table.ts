import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { organization } from '../workgroups/table.ts';

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** A company whose mailboxes the workgroup migrates. Its logo is in `looks`. */
export const customers = sqliteTable(
  'customers',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    companyName: text('company_name').notNull(),
    primaryDomain: text('primary_domain').notNull(),
    /** Further ones. */
    domains: text('domains', { mode: 'json' }).$type<string[]>().notNull(),
    address: text('address'),
    contactName: text('contact_name'),
    phone: text('phone'),
    email: text('email'),
    timeZone: text('time_zone'),
    language: text('language', { enum: LANGUAGES }),
    notes: text('notes'),
    /** What its users read where they enter their password; null: the text of the workgroup. */
    userText: text('user_text'),
    /** Names, domains and addresses as a search compares them; see `foldText`. */
    searchKey: text('search_key').notNull(),
    /** Gets the projects that are added without a customer. */
    isDefault: integer('is_default', { mode: 'boolean' }).notNull().default(false),
    archivedAt: integer('archived_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('customers_workgroup').on(table.workgroupId, table.id),
    uniqueIndex('customers_default')
      .on(table.workgroupId)
      .where(sql`is_default = 1`),
  ],
);

const customer = () =>
  text('customer_id')
    .notNull()
    .references(() => customers.id, { onDelete: 'cascade' });

/** `mailbox`: made because a mailbox of theirs was added. */
export const USER_SOURCES = ['person', 'import', 'mailbox'] as const;

/** A person at a customer. */
export const customerUsers = sqliteTable(
  'customer_users',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    customerId: customer(),
    /** Null: only their addresses are known. */
    name: text('name'),
    /** The name as a search compares it. */
    searchKey: text('search_key').notNull(),
    source: text('source', { enum: USER_SOURCES }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('customer_users_customer').on(table.workgroupId, table.customerId, table.id)],
);

/** The addresses of customer users; each is of one user of a customer, whoever adds it first. */
export const customerUserAddresses = sqliteTable(
  'customer_user_addresses',
  {
    workgroupId: workgroup(),
    customerId: customer(),
    /** The address folded for comparison. */
    addressKey: text('address_key').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => customerUsers.id, { onDelete: 'cascade' }),
    address: text('address').notNull(),
    /** The import of mailboxes that brought it, whose undo takes it back. */
    importId: text('import_id'),
  },
  (table) => [
    primaryKey({ columns: [table.customerId, table.addressKey] }),
    index('customer_user_addresses_user').on(table.userId),
    index('customer_user_addresses_import')
      .on(table.importId)
      .where(sql`import_id IS NOT NULL`),
  ],
);

export type CustomerRow = typeof customers.$inferSelect;
export type CustomerUserRow = typeof customerUsers.$inferSelect;
