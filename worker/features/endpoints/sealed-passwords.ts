import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { endpointPasswordBinding } from '../credentials/open-credentials.ts';
import type { SealedStore } from '../credentials/rotate-seals.ts';
import type { Db } from '../kernel/db.ts';
import { endpoints } from './table.ts';

/** The passwords of endpoints, for a change of the vault's key. */
export function sealedEndpointPasswords(db: Db): SealedStore {
  return {
    list: async (prefix, { after, limit }) => {
      const rows = await db
        .select()
        .from(endpoints)
        .where(and(gt(endpoints.id, after), sql`substr(${endpoints.passwordSealed}, 1, ${prefix.length}) <> ${prefix}`))
        .orderBy(asc(endpoints.id))
        .limit(limit);
      return rows.flatMap(({ id, workgroupId, passwordSealed }) =>
        passwordSealed === null
          ? []
          : [[{ workgroupId, binding: endpointPasswordBinding(id), sealed: passwordSealed }]],
      );
    },
    replace: async ({ workgroupId, binding, sealed }, after) => {
      await db
        .update(endpoints)
        .set({ passwordSealed: after })
        .where(
          and(
            eq(endpoints.workgroupId, workgroupId),
            eq(endpoints.id, binding.rowId),
            eq(endpoints.passwordSealed, sealed),
          ),
        );
    },
  };
}
