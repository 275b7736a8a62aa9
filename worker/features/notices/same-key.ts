import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { NoticeKind } from '../../lib/notice-facts.ts';
import { notices } from './table.ts';

/**
 * What makes two notices the same one: nobody gets both. A migration notice with another start is another one. Automatic
 * ones share the keys of those that are sent by hand, but the one at the start: it has a start of each mailbox.
 */
export function sameKeyOf(kind: NoticeKind, startsAt: number | null): string {
  return kind === 'completion' ? 'completion' : `migration-notice@${String(startsAt)}`;
}

/** The same for an automatic notice, in SQL. */
export const sameKeyOfAutomatic: SQL<string> = sql<string>`CASE ${notices.automatic} WHEN 'completion' THEN 'completion'
  WHEN 'start' THEN 'start' ELSE 'migration-notice@' || ${notices.startsAt} END`;
