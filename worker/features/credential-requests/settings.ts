import { eq } from 'drizzle-orm';
import { REQUEST_DEFAULTS } from '../../lib/credential-request-facts.ts';
import { DAY_MS } from '../../lib/units.ts';
import type { Db } from '../kernel/db.ts';
import { workgroupSettings } from '../workgroups/table.ts';
import type { RequestRow } from './table.ts';

export type RequestSettings = {
  validDays: number;
  reminderDays: readonly number[];
  /** Null: never. */
  purgeAfterDays: number | null;
};

/** When the schedule looks at a request next: for its next reminder, or as it expires. */
export function dueAtOf(
  { askedAt, expiresAt, reminders }: Pick<RequestRow, 'askedAt' | 'expiresAt' | 'reminders'>,
  { reminderDays }: Pick<RequestSettings, 'reminderDays'>,
): number {
  const days = reminderDays[reminders];
  return days === undefined ? expiresAt : Math.min(expiresAt, askedAt + days * DAY_MS);
}

/** What a workgroup has set for its requests. */
export async function getRequestSettings(db: Db, workgroupId: string): Promise<RequestSettings> {
  const [row] = await db
    .select({
      validDays: workgroupSettings.requestValidDays,
      reminderDays: workgroupSettings.reminderDays,
      purgeAfterDays: workgroupSettings.purgeAfterDays,
    })
    .from(workgroupSettings)
    .where(eq(workgroupSettings.workgroupId, workgroupId));
  return row ?? REQUEST_DEFAULTS;
}
