import { and, asc, eq, gt, or, sql } from 'drizzle-orm';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import type { SealedStore } from '../credentials/rotate-seals.ts';
import type { Db } from '../kernel/db.ts';
import { mailboxes } from './table.ts';

const SIDES = [
  ['source_password', 'sourcePasswordSealed'],
  ['destination_password', 'destinationPasswordSealed'],
] as const;

/** The passwords of mailboxes, two a row, for a change of the vault's key. */
export function sealedMailboxPasswords(db: Db): SealedStore {
  return {
    list: async (prefix, { after, limit }) => {
      const isOther = ([, column]: (typeof SIDES)[number]) =>
        sql`substr(${mailboxes[column]}, 1, ${prefix.length}) <> ${prefix}`;
      const rows = await db
        .select()
        .from(mailboxes)
        .where(and(gt(mailboxes.id, after), or(...SIDES.map(isOther))))
        .orderBy(asc(mailboxes.id))
        .limit(limit);
      return rows.map((row) =>
        SIDES.flatMap(([field, column]) => {
          const sealed = row[column];
          if (sealed === null || sealed.startsWith(prefix)) return [];
          return [{ workgroupId: row.workgroupId, binding: mailboxPasswordBinding(row.id, field), sealed }];
        }),
      );
    },
    replace: async ({ workgroupId, binding, sealed }, after) => {
      const side = SIDES.find(([field]) => field === binding.field);
      if (!side) throw new Error(`Mailboxes have no sealed ${binding.field}.`);
      const [, column] = side;
      await db
        .update(mailboxes)
        .set({ [column]: after })
        .where(
          and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.id, binding.rowId), eq(mailboxes[column], sealed)),
        );
    },
  };
}
