import { eq } from 'drizzle-orm';
import type { SealBinding } from '../kernel/deps.ts';
import type { Db } from '../kernel/db.ts';
import type { MailSettingsRow } from './table.ts';
import { mailSettings } from './table.ts';

export async function getMailSettings(db: Db, workgroupId: string): Promise<MailSettingsRow | undefined> {
  const [row] = await db.select().from(mailSettings).where(eq(mailSettings.workgroupId, workgroupId));
  return row;
}

/** Sets what is given, and leaves the rest. */
export function saveMailSettingsStatement(
  db: Db,
  workgroupId: string,
  change: Partial<Omit<MailSettingsRow, 'workgroupId'>> & { updatedAt: number },
) {
  return db
    .insert(mailSettings)
    .values({ workgroupId, ...change })
    .onConflictDoUpdate({ target: mailSettings.workgroupId, set: change });
}

/** What the sealed password of a workgroup’s mail server belongs to. */
export function mailPasswordBinding(workgroupId: string): SealBinding {
  return { table: 'mail_settings', rowId: workgroupId, field: 'smtp_password' };
}

/** Where that password may be sent: to this host and port. */
export function mailOrigin(host: string, port: number): string {
  return new URL(`https://${host}:${port}`).origin;
}
