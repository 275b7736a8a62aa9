import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { fromBase64, toBase64Url } from '../../../lib/encoding.ts';
import type { SealedStore } from '../../credentials/rotate-seals.ts';
import type { Db } from '../../kernel/db.ts';
import type { BoundTo, SealBinding, Vault } from '../../kernel/deps.ts';
import { twoFactors } from '../../workgroups/table.ts';

/** The secret of an authenticator app is sent nowhere. No server has this name, so it opens for none (RFC 2606). */
const NOWHERE = 'https://two-factor.invalid';
const BOUND_TO: BoundTo = { origin: NOWHERE, hosts: [] };

const bindingOf = (agentId: string): SealBinding => ({ table: 'two_factors', rowId: agentId, field: 'secret' });

export function sealOtpSecret(vault: Vault, agentId: string, secret: Uint8Array): Promise<string> {
  return vault.seal(bindingOf(agentId), BOUND_TO, toBase64Url(secret));
}

export async function openOtpSecret(
  vault: Pick<Vault, 'open'>,
  { agentId, secretSealed }: { agentId: string; secretSealed: string },
): Promise<Uint8Array> {
  return fromBase64(await vault.open(bindingOf(agentId), secretSealed, NOWHERE));
}

/** The secrets of authenticator apps, for a change of the vault's key. They belong to agents, not to a workgroup. */
export function sealedOtpSecrets(db: Db): SealedStore {
  const sealedColumn = twoFactors.secretSealed;
  return {
    list: async (prefix, { after, limit }) => {
      const rows = await db
        .select({ agentId: twoFactors.agentId, sealed: sealedColumn })
        .from(twoFactors)
        .where(and(gt(twoFactors.agentId, after), sql`substr(${sealedColumn}, 1, ${prefix.length}) <> ${prefix}`))
        .orderBy(asc(twoFactors.agentId))
        .limit(limit);
      return rows.map(({ agentId, sealed }) => [{ workgroupId: '', binding: bindingOf(agentId), sealed }]);
    },
    replace: async ({ binding, sealed }, after) => {
      await db
        .update(twoFactors)
        .set({ secretSealed: after })
        .where(and(eq(twoFactors.agentId, binding.rowId), eq(sealedColumn, sealed)));
    },
  };
}
