import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { SealedStore } from '../credentials/rotate-seals.ts';
import type { Db } from '../kernel/db.ts';
import { mailPasswordBinding } from './settings-store.ts';
import { mailSettings } from './table.ts';

/** The passwords of mail servers, for a change of the vault's key. */
export function sealedMailPasswords(db: Db): SealedStore {
  const sealedColumn = mailSettings.smtpPasswordSealed;
  return {
    list: async (prefix, { after, limit }) => {
      const rows = await db
        .select({ workgroupId: mailSettings.workgroupId, sealed: sealedColumn })
        .from(mailSettings)
        .where(and(gt(mailSettings.workgroupId, after), sql`substr(${sealedColumn}, 1, ${prefix.length}) <> ${prefix}`))
        .orderBy(asc(mailSettings.workgroupId))
        .limit(limit);
      return rows.flatMap(({ workgroupId, sealed }) =>
        sealed === null ? [] : [[{ workgroupId, binding: mailPasswordBinding(workgroupId), sealed }]],
      );
    },
    replace: async ({ workgroupId, sealed }, after) => {
      await db
        .update(mailSettings)
        .set({ smtpPasswordSealed: after })
        .where(and(eq(mailSettings.workgroupId, workgroupId), eq(sealedColumn, sealed)));
    },
  };
}
