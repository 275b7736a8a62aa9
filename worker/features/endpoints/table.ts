import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { FOUND_BY } from '../../lib/discovery.ts';
import type { LearntCapabilities } from '../../lib/learnt-capabilities.ts';
import type { OriginFacts } from '../../lib/origin-facts.ts';
import type { Finding, FindingChange } from '../../lib/probe-checks.ts';
import type { SeenThrottling } from '../../lib/seen-throttling.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { organization } from '../workgroups/table.ts';

/** What the last look at a server found. */
export const HEALTHS = ['ok', 'failing', 'unknown'] as const;

/** A provider's Exchange service, with the credentials of its administrator where there are any. */
export const endpoints = sqliteTable(
  'endpoints',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Address of the EWS service itself. */
    url: text('url').notNull(),
    /** Where the address was searched for: the domain or e-mail address; null where it was given as it is. */
    foundFrom: text('found_from'),
    foundBy: text('found_by', { enum: FOUND_BY }),
    /** Hosts besides that of `url` that may be given the password: where mailboxes move within the provider. */
    consentHosts: text('consent_hosts', { mode: 'json' }).$type<string[]>().notNull().default([]),
    domains: text('domains', { mode: 'json' }).$type<string[]>().notNull(),
    username: text('username'),
    passwordSealed: text('password_sealed'),
    useImpersonation: integer('use_impersonation', { mode: 'boolean' }).notNull(),
    version: text('version'),
    authSchemes: text('auth_schemes', { mode: 'json' }).$type<string[]>().notNull(),
    health: text('health', { enum: HEALTHS }).notNull(),
    healthDetail: text('health_detail'),
    /** Why the last look, or the last pass, got no connection. */
    lineFailure: text('line_failure', { mode: 'json' }).$type<LineFailure>(),
    /** By which way each origin is reached, and what signing in has shown there. */
    origins: text('origins', { mode: 'json' }).$type<Record<string, OriginFacts>>().notNull().default({}),
    /** What the servers were seen to do and to refuse. */
    capabilities: text('capabilities', { mode: 'json' })
      .$type<Record<string, LearntCapabilities>>()
      .notNull()
      .default({}),
    /** How a server asked passes to slow down, the last time that it did; null: it never has. */
    throttling: text('throttling', { mode: 'json' }).$type<SeenThrottling>(),
    /** By host: the SHA-256 of the one certificate that is trusted there, whatever is wrong with it. */
    trustedCertificates: text('trusted_certificates', { mode: 'json' })
      .$type<Record<string, string>>()
      .notNull()
      .default({}),
    checkedAt: integer('checked_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('endpoints_workgroup').on(table.workgroupId, table.id)],
);

/** What tests of a connection found: of an endpoint as a whole, or with one mailbox. */
export const probeReports = sqliteTable(
  'probe_reports',
  {
    id: text('id').primaryKey(),
    workgroupId: text('workgroup_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => endpoints.id, { onDelete: 'cascade' }),
    /** Address of the mailbox that it was tested with. */
    mailbox: text('mailbox'),
    findings: text('findings', { mode: 'json' }).$type<Finding[]>().notNull(),
    /** Since the report before with the same mailbox, or without one. */
    changes: text('changes', { mode: 'json' }).$type<FindingChange[]>().notNull(),
    at: integer('at').notNull(),
  },
  (table) => [index('probe_reports_endpoint').on(table.workgroupId, table.endpointId, table.id)],
);

export type ReportRow = typeof probeReports.$inferSelect;
export type EndpointRow = typeof endpoints.$inferSelect;
