import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { SeenFolder } from '../../lib/folder-rules.ts';
import { SIDES, type MailboxSide } from '../../lib/credential-request-facts.ts';
import type { Finding, FindingChange } from '../../lib/probe-checks.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MAILBOX_STATUS_CODES } from '../../lib/mailbox-statuses.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { PHASES } from '../../lib/phases.ts';
import { customerUsers } from '../customers/table.ts';
import { projects } from '../projects/table.ts';
import { waves } from '../waves/table.ts';
import { organization } from '../workgroups/table.ts';

/**
 * An EWS address found for one mailbox, and the endpoint's address that it replaces: void once that changes. `host` is
 * the server's real name if `url` replaces it, on one computer.
 */
export type OwnServer = { url: string; insteadOf: string; host?: string };

/** Why a mailbox is not moving, for people. `credentialsOf`: the side at which signing in failed. */
export type MailboxFailure = {
  code: string;
  title: string;
  cause: string;
  remedy: string;
  credentialsOf?: MailboxSide;
};

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });

/** One line of a project: source address → destination address, with what is known of its progress. */
export const mailboxes = sqliteTable(
  'mailboxes',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Whose it is; set as soon as it is added. */
    customerUserId: text('customer_user_id').references(() => customerUsers.id),
    sourceEmail: text('source_email').notNull(),
    destinationEmail: text('destination_email').notNull(),
    /** The addresses folded for comparison. */
    sourceKey: text('source_key').notNull(),
    destinationKey: text('destination_key').notNull(),
    sourceLogin: text('source_login'),
    sourcePasswordSealed: text('source_password_sealed'),
    destinationLogin: text('destination_login'),
    destinationPasswordSealed: text('destination_password_sealed'),
    /** Only the end user knows how to sign in: passes ask them while there is no password that can be used. */
    sourceLoginUnknown: integer('source_login_unknown', { mode: 'boolean' }).notNull().default(false),
    destinationLoginUnknown: integer('destination_login_unknown', { mode: 'boolean' }).notNull().default(false),
    /** When the end user gave the password; null where someone else did, or there is none. */
    sourceGivenAt: integer('source_given_at'),
    destinationGivenAt: integer('destination_given_at'),
    /** Where to write to the owner, instead of the address of the mailbox; and who that is, in which language. */
    contactEmail: text('contact_email'),
    contactName: text('contact_name'),
    contactLanguage: text('contact_language', { enum: LANGUAGES }),
    /** Words that group mailboxes, in the order in which they were given. */
    tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
    /** The mailboxes that it cuts over with; null: not decided. */
    waveId: text('wave_id').references(() => waves.id, { onDelete: 'set null' }),
    /** The server that has the mailbox, where it is another than the endpoint's. */
    sourceServer: text('source_server', { mode: 'json' }).$type<OwnServer>(),
    destinationServer: text('destination_server', { mode: 'json' }).$type<OwnServer>(),
    statusCode: text('status_code', { enum: MAILBOX_STATUS_CODES }).notNull(),
    statusDetail: text('status_detail'),
    failure: text('failure', { mode: 'json' }).$type<MailboxFailure>(),
    phase: text('phase', { enum: PHASES }),
    errorCount: integer('error_count').notNull(),
    itemsTotal: integer('items_total').notNull(),
    itemsDone: integer('items_done').notNull(),
    itemsFailed: integer('items_failed').notNull(),
    /** Of those done: items that were already at the destination. */
    itemsAdopted: integer('items_adopted').notNull().default(0),
    bytesTotal: integer('bytes_total').notNull(),
    bytesDone: integer('bytes_done').notNull(),
    itemsPerSecond: real('items_per_second').notNull(),
    bytesPerSecond: real('bytes_per_second').notNull(),
    etaMs: integer('eta_ms'),
    passId: text('pass_id'),
    passType: text('pass_type', { enum: PASS_TYPES }),
    lastActivityAt: integer('last_activity_at'),
    /** The list that it was added with; null where there was none. */
    importId: text('import_id'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('mailboxes_project').on(table.workgroupId, table.projectId, table.id),
    index('mailboxes_customer_user').on(table.customerUserId),
    uniqueIndex('mailboxes_source').on(table.projectId, table.sourceKey),
    uniqueIndex('mailboxes_destination').on(table.projectId, table.destinationKey),
    index('mailboxes_wave')
      .on(table.waveId)
      .where(sql`wave_id IS NOT NULL`),
    index('mailboxes_import')
      .on(table.importId)
      .where(sql`import_id IS NOT NULL`),
    // What end users gave, to be purged.
    index('mailboxes_given')
      .on(table.workgroupId, table.id)
      .where(sql`source_given_at IS NOT NULL OR destination_given_at IS NOT NULL`),
  ],
);

const mailbox = () =>
  text('mailbox_id')
    .notNull()
    .references(() => mailboxes.id, { onDelete: 'cascade' });

/** How far a source folder has been read; moves only after its page is in the ledger. */
export const watermarks = sqliteTable(
  'watermarks',
  {
    workgroupId: workgroup(),
    mailboxId: mailbox(),
    /** Of the source. */
    folderId: text('folder_id').notNull(),
    destinationFolderId: text('destination_folder_id').notNull(),
    /** The server's own, opaque; null before the first page. */
    syncState: text('sync_state'),
    isComplete: integer('is_complete', { mode: 'boolean' }).notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.folderId] })],
);

/** The folders of the source as a pass saw them last, for the preview of folder rules. */
export const folderTrees = sqliteTable('folder_trees', {
  mailboxId: mailbox().primaryKey(),
  workgroupId: workgroup(),
  folders: text('folders', { mode: 'json' }).$type<SeenFolder[]>().notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** What the latest test of each side of a mailbox found. */
export const mailboxReports = sqliteTable(
  'mailbox_reports',
  {
    workgroupId: workgroup(),
    mailboxId: mailbox(),
    side: text('side', { enum: SIDES }).notNull(),
    findings: text('findings', { mode: 'json' }).$type<Finding[]>().notNull(),
    /** Since the test before. */
    changes: text('changes', { mode: 'json' }).$type<FindingChange[]>().notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mailboxId, table.side] })],
);

export type MailboxReportRow = typeof mailboxReports.$inferSelect;
export type MailboxRow = typeof mailboxes.$inferSelect;
export type WatermarkRow = typeof watermarks.$inferSelect;
