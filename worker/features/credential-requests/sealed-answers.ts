import { and, asc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { SIDES } from '../../lib/credential-request-facts.ts';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { SealedStore } from '../credentials/rotate-seals.ts';
import type { Db } from '../kernel/db.ts';
import type { SealBinding } from '../kernel/deps.ts';
import { credentialRequests } from './table.ts';

/** What the password of a kept answer is sealed to. */
export function pendingBinding(requestId: string, side: MailboxSide): SealBinding {
  return { table: 'credential_requests', rowId: requestId, field: `pending_${side}` };
}

const sealedOf = (side: MailboxSide) =>
  sql<string | null>`json_extract(${credentialRequests.pending}, ${`$.${side}.sealed`})`;

/** The passwords of kept answers, two a row, for a change of the vault's key. */
export function sealedPendingAnswers(db: Db): SealedStore {
  return {
    list: async (prefix, { after, limit }) => {
      const isOther = (side: MailboxSide) => sql`substr(${sealedOf(side)}, 1, ${prefix.length}) <> ${prefix}`;
      const rows = await db
        .select({
          id: credentialRequests.id,
          workgroupId: credentialRequests.workgroupId,
          pending: credentialRequests.pending,
        })
        .from(credentialRequests)
        .where(
          and(
            gt(credentialRequests.id, after),
            isNotNull(credentialRequests.pending),
            sql`(${isOther('source')} OR ${isOther('destination')})`,
          ),
        )
        .orderBy(asc(credentialRequests.id))
        .limit(limit);
      return rows.map(({ id, workgroupId, pending }) =>
        SIDES.flatMap((side) => {
          const sealed = pending?.[side]?.sealed;
          if (sealed === undefined || sealed.startsWith(prefix)) return [];
          return [{ workgroupId, binding: pendingBinding(id, side), sealed }];
        }),
      );
    },
    replace: async ({ workgroupId, binding, sealed }, after) => {
      const side = SIDES.find((one) => binding.field === `pending_${one}`);
      if (!side) throw new Error(`Credential requests have no sealed ${binding.field}.`);
      await db
        .update(credentialRequests)
        .set({ pending: sql`json_set(${credentialRequests.pending}, ${`$.${side}.sealed`}, ${after})` })
        .where(
          and(
            eq(credentialRequests.workgroupId, workgroupId),
            eq(credentialRequests.id, binding.rowId),
            sql`${sealedOf(side)} = ${sealed}`,
          ),
        );
    },
  };
}
