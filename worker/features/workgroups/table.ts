import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { REQUEST_DEFAULTS } from '../../lib/credential-request-facts.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';

const instant = (name: string) => integer(name, { mode: 'timestamp_ms' });

/*
 * better-auth keeps `user` (an agent), `session`, `account` and `verification`: their properties have the names of its
 * fields. `organization` (a workgroup) and `member` are ours, and keep the names that they have had.
 */
export const user = sqliteTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text('image'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  /** Of messages to the agent; null: that of the workgroup. */
  language: text('language', { enum: LANGUAGES }),
  /** As IANA names it; null: that of the workgroup. */
  timeZone: text('time_zone'),
});

export const session = sqliteTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
    token: text('token').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    activeOrganizationId: text('active_organization_id'),
  },
  (table) => [index('session_user').on(table.userId)],
);

export const account = sqliteTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('account_user').on(table.userId)],
);

export const verification = sqliteTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('verification_identifier').on(table.identifier)],
);

export const organization = sqliteTable('organization', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  logo: text('logo'),
  createdAt: instant('created_at').notNull(),
  metadata: text('metadata'),
});

export const member = sqliteTable(
  'member',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text('role').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Of the agent, into this workgroup. */
    lastSignInAt: integer('last_sign_in_at'),
  },
  (table) => [uniqueIndex('member_once').on(table.organizationId, table.userId), index('member_user').on(table.userId)],
);

/**
 * Accounts whose address nobody has proven, found by address and password together; see unproven-email.ts. A key only
 * leads to an account: its password is checked as that of every account.
 */
export const unprovenSignIns = sqliteTable(
  'unproven_sign_ins',
  {
    key: text('key').notNull(),
    agentId: text('agent_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.key, table.agentId] }), index('unproven_sign_ins_agent').on(table.agentId)],
);

/** The authenticator app of an agent; see features/account/two-factor. */
export const twoFactors = sqliteTable('two_factors', {
  agentId: text('agent_id')
    .primaryKey()
    .references(() => user.id, { onDelete: 'cascade' }),
  secretSealed: text('secret_sealed').notNull(),
  /** Since when sign-in asks for a code; null: it is being set up. */
  enabledAt: integer('enabled_at'),
  /** The time step of the last code that was accepted: neither it nor an earlier one is accepted again. */
  lastStep: integer('last_step').notNull().default(0),
});

/** Counts attempts by limit and subject; see attempt-limits.ts. */
export const attempts = sqliteTable('attempts', {
  /** The limit's name and a hash. */
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  blockedUntil: integer('blocked_until').notNull(),
  lastAt: integer('last_at').notNull(),
});

/** What a workgroup has set. A workgroup without a row has the defaults. */
export const workgroupSettings = sqliteTable('workgroup_settings', {
  workgroupId: text('workgroup_id')
    .primaryKey()
    .references(() => organization.id, { onDelete: 'cascade' }),
  /** Whether agents see all projects, or those that they created or were given. */
  projectSharing: integer('project_sharing', { mode: 'boolean' }).notNull().default(true),
  /** Whether passes need licences. */
  licencesEnabled: integer('licences_enabled', { mode: 'boolean' }).notNull().default(false),
  /** Whether agents without two-factor sign-in must set it up before anything else. */
  requireTwoFactor: integer('require_two_factor', { mode: 'boolean' }).notNull().default(false),
  /** Of messages to agents who have chosen none; null: English. */
  language: text('language', { enum: LANGUAGES }),
  /** As IANA names it; null: UTC. */
  timeZone: text('time_zone'),
  /** How long the links of credential requests work. */
  requestValidDays: integer('request_valid_days').notNull().default(REQUEST_DEFAULTS.validDays),
  /** Days after a request on which its reminders go out. */
  reminderDays: text('reminder_days', { mode: 'json' })
    .$type<number[]>()
    .notNull()
    .default(REQUEST_DEFAULTS.reminderDays),
  /** Days without a pass after which credentials that end users gave are deleted; null: never. */
  purgeAfterDays: integer('purge_after_days').default(REQUEST_DEFAULTS.purgeAfterDays),
});

/** One row at most: the first owner's sign-up. Its key makes two first sign-ups at once impossible. */
export const installation = sqliteTable('installation', {
  id: integer('id').primaryKey(),
  workgroupId: text('workgroup_id')
    .notNull()
    .references(() => organization.id),
  createdAt: integer('created_at').notNull(),
});
