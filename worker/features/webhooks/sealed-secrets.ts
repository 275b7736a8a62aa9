import { and, asc, eq, gt, or, sql } from 'drizzle-orm';
import type { SealedStore } from '../credentials/rotate-seals.ts';
import type { Db } from '../kernel/db.ts';
import type { BoundTo, SealBinding, Vault } from '../kernel/deps.ts';
import type { WebhookRow } from './table.ts';
import { webhooks } from './table.ts';

/** A secret of a webhook only signs. No server has this name, so it opens for none (RFC 2606). */
const SIGNING_ONLY = 'https://signing-only.invalid';
const BOUND_TO: BoundTo = { origin: SIGNING_ONLY, hosts: [] };

const COLUMNS = ['secretSealed', 'oldSecretSealed'] as const;

/** The same binding for both: a rotation moves the value from one column to the other. */
const bindingOf = (webhookId: string): SealBinding => ({ table: 'webhooks', rowId: webhookId, field: 'secret' });

export function sealSecret(vault: Vault, webhookId: string, secret: string): Promise<string> {
  return vault.seal(bindingOf(webhookId), BOUND_TO, secret);
}

/** The secrets that sign now, the newest first. */
export async function openSecrets(
  vault: Pick<Vault, 'open'>,
  { id, secretSealed, oldSecretSealed, oldSecretUntil }: WebhookRow,
  now: number,
): Promise<string[]> {
  const isOldValid = oldSecretSealed !== null && oldSecretUntil !== null && now < oldSecretUntil;
  const sealed = isOldValid ? [secretSealed, oldSecretSealed] : [secretSealed];
  return Promise.all(sealed.map((value) => vault.open(bindingOf(id), value, SIGNING_ONLY)));
}

/** The secrets of webhooks, for a change of the vault's key. */
export function sealedWebhookSecrets(db: Db): SealedStore {
  return {
    list: async (prefix, { after, limit }) => {
      const isOther = (column: (typeof COLUMNS)[number]) =>
        sql`substr(${webhooks[column]}, 1, ${prefix.length}) <> ${prefix}`;
      const rows = await db
        .select()
        .from(webhooks)
        .where(and(gt(webhooks.id, after), or(...COLUMNS.map(isOther))))
        .orderBy(asc(webhooks.id))
        .limit(limit);
      return rows.map((row) =>
        COLUMNS.flatMap((column) => {
          const sealed = row[column];
          if (sealed === null || sealed.startsWith(prefix)) return [];
          return [{ workgroupId: row.workgroupId, binding: bindingOf(row.id), sealed }];
        }),
      );
    },
    replace: async ({ workgroupId, binding, sealed }, after) => {
      // A rotation may have moved it meanwhile.
      const replaced = (column: (typeof COLUMNS)[number]) =>
        sql<string>`CASE WHEN ${webhooks[column]} = ${sealed} THEN ${after} ELSE ${webhooks[column]} END`;
      await db
        .update(webhooks)
        .set({ secretSealed: replaced('secretSealed'), oldSecretSealed: replaced('oldSecretSealed') })
        .where(and(eq(webhooks.workgroupId, workgroupId), eq(webhooks.id, binding.rowId)));
    },
  };
}
