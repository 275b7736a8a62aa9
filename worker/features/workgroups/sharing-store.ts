import { eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { workgroupSettings } from './table.ts';

/** Whether all agents of a workgroup see all of its projects; they do as long as nobody has said otherwise. */
export async function sharesProjects(db: Db, workgroupId: string): Promise<boolean> {
  const [row] = await db
    .select({ isOn: workgroupSettings.projectSharing })
    .from(workgroupSettings)
    .where(eq(workgroupSettings.workgroupId, workgroupId));
  return row?.isOn ?? true;
}
