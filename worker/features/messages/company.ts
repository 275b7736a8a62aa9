import { eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { organization } from '../workgroups/table.ts';

/** The name of a workgroup. */
export async function companyOf(db: Db, workgroupId: string): Promise<string> {
  const [row] = await db.select({ name: organization.name }).from(organization).where(eq(organization.id, workgroupId));
  return row?.name ?? 'Mailferry';
}
