import type { SQL } from 'drizzle-orm';
import { and, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { Db, Statement } from '../../kernel/db.ts';
import type { Deps } from '../../kernel/deps.ts';
import { twoFactors } from '../../workgroups/table.ts';
import { recoveryCodes } from '../table.ts';
import { recoveryHash } from './recovery-code.ts';
import { openOtpSecret } from './sealed-secret.ts';
import { stepOfCode } from './totp.ts';

/** One of the two proves the second factor. */
export type GivenCode = { code: string } | { recoveryCode: string };

export async function getTwoFactor(db: Db, agentId: string) {
  const [row] = await db.select().from(twoFactors).where(eq(twoFactors.agentId, agentId));
  return row;
}

export async function countRecoveryCodes(db: Db, agentId: string): Promise<number> {
  return db.$count(recoveryCodes, eq(recoveryCodes.agentId, agentId));
}

/**
 * The statement that uses a code up: it changes a row where the code is right and nobody has used it, so that of many
 * requests with one code one gets through. `onlyIf` must hold as well. Undefined where the code is wrong.
 */
export async function planCodeUse(
  { db, vault, now }: Pick<Deps, 'db' | 'vault' | 'now'>,
  agentId: string,
  given: GivenCode,
  onlyIf: SQL = sql`true`,
): Promise<{ use: Statement } | undefined> {
  const row = await getTwoFactor(db, agentId);
  if (!row || row.enabledAt === null) return undefined;
  if ('recoveryCode' in given) {
    const hash = await recoveryHash(agentId, given.recoveryCode);
    const isThis = and(eq(recoveryCodes.agentId, agentId), eq(recoveryCodes.hash, hash), onlyIf);
    return { use: db.delete(recoveryCodes).where(isThis).returning({ agentId: recoveryCodes.agentId }) };
  }
  const step = await stepOfCode(await openOtpSecret(vault, row), given.code, now());
  if (step === undefined) return undefined;
  const isNew = and(
    eq(twoFactors.agentId, agentId),
    isNotNull(twoFactors.enabledAt),
    lt(twoFactors.lastStep, step),
    onlyIf,
  );
  // In an object: a promise of a statement would run it.
  return { use: db.update(twoFactors).set({ lastStep: step }).where(isNew).returning({ agentId: twoFactors.agentId }) };
}
