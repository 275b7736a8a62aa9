import { eq, sql } from 'drizzle-orm';
import { actorOf, newEvent } from '../../events/event.ts';
import { eventStatement } from '../../events/event-statement.ts';
import type { AppContext } from '../../kernel/app.ts';
import { runBatch } from '../../kernel/db.ts';
import { hasTwoFactor } from '../../workgroups/store.ts';
import { organization, workgroupSettings } from '../../workgroups/table.ts';
import { problem } from '../errors.ts';
import { requireOwnAccount } from '../own-account.ts';

/**
 * Whether agents of the workgroup need two-factor sign-in. Only who has it may require it, or the next request would shut
 * them out. Throws `two-factor-off`.
 */
export async function requireTwoFactorOfAll(c: AppContext, isRequired: boolean): Promise<void> {
  const { deps, principal } = c.var;
  const { db } = deps;
  const { workgroupId } = principal;
  const { agentId } = requireOwnAccount(c);
  if (isRequired && !(await hasTwoFactor(db, agentId))) throw problem('two-factor-off');
  const [workgroup] = await db
    .select({ name: organization.name })
    .from(organization)
    .where(eq(organization.id, workgroupId));
  const event = newEvent(deps, actorOf(principal), {
    type: 'workgroup.two-factor-required',
    subject: { kind: 'workgroup', id: workgroupId, name: workgroup?.name ?? '' },
    changes: [{ field: 'requireTwoFactor', from: !isRequired, to: isRequired }],
  });
  await runBatch(db, [
    db.insert(workgroupSettings).values({ workgroupId }).onConflictDoNothing(),
    db
      .update(workgroupSettings)
      .set({ requireTwoFactor: isRequired })
      .where(
        sql`${workgroupSettings.workgroupId} = ${workgroupId} AND ${workgroupSettings.requireTwoFactor} <> ${isRequired}`,
      ),
    eventStatement(db, workgroupId, event),
  ]);
}
