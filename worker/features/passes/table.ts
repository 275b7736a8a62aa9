import { isNotNull, sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Fault } from '../../engine/model/fault.ts';
import type { Progress } from '../../engine/model/progress.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { OPEN_RUN_STATUSES, RUN_STATUSES } from '../../lib/run-statuses.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { projects } from '../projects/table.ts';
import { organization } from '../workgroups/table.ts';

export const PASS_STATUSES = ['running', 'stopping', 'stopped', 'completed', 'failed'] as const;

/** Statuses of an open run, as SQL. */
export const OPEN_STATUSES = sql.raw(OPEN_RUN_STATUSES.map((status) => `'${status}'`).join(', '));

/** What a run has copied, once it is over; until then what its slices hand on to each other, which they alone read. */
export type RunTally = Progress | { memory: object };

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id, { onDelete: 'cascade' });
const project = () =>
  text('project_id')
    .notNull()
    .references(() => projects.id, { onDelete: 'cascade' });

/** A pass over mailboxes of a project. */
export const passes = sqliteTable(
  'passes',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: project(),
    type: text('type', { enum: PASS_TYPES }).notNull(),
    status: text('status', { enum: PASS_STATUSES }).notNull(),
    mailboxCount: integer('mailbox_count').notNull(),
    /** Pre-stage: only items dated before this instant. */
    olderThanAt: integer('older_than_at'),
    /** Agent or API key. */
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
    idempotencyKey: text('idempotency_key'),
    /** Hash of what was asked under that key. */
    idempotencyHash: text('idempotency_hash'),
  },
  (table) => [
    index('passes_project').on(table.workgroupId, table.projectId, table.id),
    uniqueIndex('passes_idempotency').on(table.workgroupId, table.idempotencyKey),
  ],
);

/** A run: one mailbox within a pass. */
export const passMailboxes = sqliteTable(
  'pass_mailboxes',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    projectId: project(),
    passId: text('pass_id')
      .notNull()
      .references(() => passes.id, { onDelete: 'cascade' }),
    mailboxId: text('mailbox_id')
      .notNull()
      .references(() => mailboxes.id, { onDelete: 'cascade' }),
    type: text('type', { enum: PASS_TYPES }).notNull(),
    status: text('status', { enum: RUN_STATUSES }).notNull(),
    /** Not before this instant (back-off, schedule). */
    notBeforeAt: integer('not_before_at'),
    attempts: integer('attempts').notNull(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
    tally: text('tally', { mode: 'json' }).$type<RunTally>(),
    /** What ended or paused it. */
    fault: text('fault', { mode: 'json' }).$type<Fault>(),
    updatedAt: integer('updated_at').notNull(),
    /** `end-user`: it is paused until the owner of the mailbox gives credentials. It may need a licence besides. */
    waitsFor: text('waits_for', { enum: ['end-user'] }),
    /** `held`: its mailbox has one; `waiting`: it is paused until there is one; null: it needs none. */
    licence: text('licence', { enum: ['held', 'waiting'] }),
    /** How much its licence lets across; null: any amount. */
    licenceLimitBytes: integer('licence_limit_bytes'),
    /** How many items of the mailbox had been copied when it got its licence. */
    itemsBefore: integer('items_before'),
  },
  (table) => [
    // Whether a pass has an open run left.
    index('pass_mailboxes_pass').on(table.workgroupId, table.passId, table.status),
    // What a coordinator looks for: the next that wait, in their order, however many there are.
    index('pass_mailboxes_project').on(
      table.workgroupId,
      table.projectId,
      table.status,
      table.notBeforeAt,
      table.updatedAt,
      table.id,
    ),
    index('pass_mailboxes_mailbox').on(table.mailboxId, table.id),
    // Empty where licences are off.
    index('pass_mailboxes_licence')
      .on(table.workgroupId, table.licence, table.status, table.updatedAt)
      .where(isNotNull(table.licence)),
    index('pass_mailboxes_waits').on(table.mailboxId).where(isNotNull(table.waitsFor)),
    // The database itself keeps a mailbox from being in two passes at once.
    uniqueIndex('pass_mailboxes_open')
      .on(table.mailboxId)
      .where(sql`status IN (${OPEN_STATUSES})`),
  ],
);

export type PassRow = typeof passes.$inferSelect;
export type RunRow = typeof passMailboxes.$inferSelect;
