import { and, eq, isNull, ne, notInArray, sql } from 'drizzle-orm';
import { HAS_CHANGED } from '../../events/event-statement.ts';
import type { AppContext } from '../../kernel/app.ts';
import type { Db, Statement } from '../../kernel/db.ts';
import { insertStatements } from '../../kernel/db.ts';
import type { Deps } from '../../kernel/deps.ts';
import { LIMITS } from '../../workgroups/attempt-limits.ts';
import { requireAttempt } from '../../workgroups/attempts.ts';
import { session, twoFactors } from '../../workgroups/table.ts';
import { accountEvents } from '../agent.ts';
import { problem } from '../errors.ts';
import { requireOwnAccount, requireOwnAccountIn, requirePassword } from '../own-account.ts';
import { runDecided } from '../run-decided.ts';
import { pendingSignIns, recoveryCodes } from '../table.ts';
import { newRecoveryCodes, recoveryHash } from './recovery-code.ts';
import { openOtpSecret, sealOtpSecret } from './sealed-secret.ts';
import { otpAddress, SECRET_BYTES, stepOfCode } from './totp.ts';
import type { GivenCode } from './code-use.ts';
import { getTwoFactor, planCodeUse } from './code-use.ts';

type Confirmation = { password: string } & GivenCode;

/** Begins the set-up: gives the secret for the app. Sign-in asks for codes only once one has come back. */
export async function startTwoFactor(c: AppContext, password: string): Promise<{ secret: string; uri: string }> {
  const { deps } = c.var;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  await requirePassword(deps, agentId, password);
  const secret = new Uint8Array(SECRET_BYTES);
  deps.random(secret);
  const secretSealed = await sealOtpSecret(deps.vault, agentId, secret);
  const [written] = await deps.db
    .insert(twoFactors)
    .values({ agentId, secretSealed })
    .onConflictDoUpdate({ target: twoFactors.agentId, set: { secretSealed }, setWhere: isNull(twoFactors.enabledAt) })
    .returning({ agentId: twoFactors.agentId });
  if (!written) throw problem('two-factor-on');
  const uri = otpAddress(secret, memberships[0]?.agentEmail ?? agentId);
  return { secret: new URL(uri).searchParams.get('secret') ?? '', uri };
}

/**
 * Turns two-factor sign-in on with the first code, and gives the recovery codes. Other sessions end: nobody has shown a
 * code for them.
 */
export async function confirmTwoFactor(c: AppContext, code: string): Promise<string[]> {
  const { deps } = c.var;
  const { db, now } = deps;
  const { agentId, sessionId, memberships } = await requireOwnAccountIn(c);
  const attempt = await requireAttempt(deps, [[LIMITS.codeOfAccount, agentId]]);
  const row = await getTwoFactor(db, agentId);
  if (!row || row.enabledAt !== null) throw problem(row ? 'two-factor-on' : 'two-factor-not-started');
  const step = await stepOfCode(await openOtpSecret(deps.vault, row), code, now());
  if (step === undefined) throw problem('code-refused');
  const { codes, hashes } = await freshCodes(deps, agentId);
  const turnOn = db
    .update(twoFactors)
    .set({ enabledAt: now(), lastStep: step })
    .where(
      and(eq(twoFactors.agentId, agentId), isNull(twoFactors.enabledAt), eq(twoFactors.secretSealed, row.secretSealed)),
    )
    .returning({ agentId: twoFactors.agentId });
  const { add, dropOld } = replaceCodes(db, agentId, hashes);
  const isOn = await runDecided(db, turnOn, [
    ...add,
    ...accountEvents(deps, memberships, { type: 'account.two-factor-enabled' }),
    dropOld,
    db.delete(session).where(and(eq(session.userId, agentId), ne(session.id, sessionId), isWritten(agentId, hashes))),
  ]);
  if (!isOn) throw problem('two-factor-not-started');
  await attempt.succeed(LIMITS.codeOfAccount);
  return codes;
}

/** Turns it off, with the password and a code. */
export async function disableTwoFactor(c: AppContext, confirmation: Confirmation): Promise<void> {
  const { deps } = c.var;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  await withCode(c, confirmation, [
    deps.db.delete(twoFactors).where(and(eq(twoFactors.agentId, agentId), HAS_CHANGED)),
    ...accountEvents(deps, memberships, { type: 'account.two-factor-disabled' }),
    ...forgetTwoFactor(deps.db, agentId),
  ]);
}

/** New recovery codes in place of the old ones, with the password and a code. */
export async function renewRecoveryCodes(c: AppContext, confirmation: Confirmation): Promise<string[]> {
  const { deps } = c.var;
  const { agentId, memberships } = await requireOwnAccountIn(c);
  const { codes, hashes } = await freshCodes(deps, agentId);
  const { add, dropOld } = replaceCodes(deps.db, agentId, hashes);
  await withCode(c, confirmation, [
    ...add,
    ...accountEvents(deps, memberships, { type: 'account.recovery-codes-renewed' }),
    dropOld,
  ]);
  return codes;
}

/** What is left of a second factor that is gone. */
export function forgetTwoFactor(db: Db, agentId: string): Statement[] {
  const isGone = sql`NOT EXISTS (SELECT 1 FROM ${twoFactors} WHERE ${twoFactors.agentId} = ${agentId})`;
  return [
    db.delete(recoveryCodes).where(and(eq(recoveryCodes.agentId, agentId), isGone)),
    db.delete(pendingSignIns).where(and(eq(pendingSignIns.agentId, agentId), isGone)),
  ];
}

/** Uses the code up and writes the rest with it. */
async function withCode(c: AppContext, { password, ...given }: Confirmation, rest: Statement[]): Promise<void> {
  const { deps } = c.var;
  const { agentId } = requireOwnAccount(c);
  await requirePassword(deps, agentId, password);
  const row = await getTwoFactor(deps.db, agentId);
  if (!row || row.enabledAt === null) throw problem('two-factor-off');
  const attempt = await requireAttempt(deps, [[LIMITS.codeOfAccount, agentId]]);
  const planned = await planCodeUse(deps, agentId, given);
  if (!planned || !(await runDecided(deps.db, planned.use, rest))) throw problem('code-refused');
  await attempt.succeed(LIMITS.codeOfAccount);
}

async function freshCodes({ random }: Pick<Deps, 'random'>, agentId: string) {
  const codes = newRecoveryCodes(random);
  return { codes, hashes: await Promise.all(codes.map((code) => recoveryHash(agentId, code))) };
}

/** The new codes come first, directly after what decides; once they are there, the old ones go. Events follow. */
function replaceCodes(db: Db, agentId: string, hashes: readonly string[]): { add: Statement[]; dropOld: Statement } {
  const rows = hashes.map((hash) => ({ agentId, hash }));
  const isOld = and(eq(recoveryCodes.agentId, agentId), notInArray(recoveryCodes.hash, [...hashes]));
  return {
    add: insertStatements(db, recoveryCodes, rows, { where: HAS_CHANGED }),
    dropOld: db.delete(recoveryCodes).where(and(isOld, isWritten(agentId, hashes))),
  };
}

function isWritten(agentId: string, hashes: readonly string[]) {
  return sql`EXISTS (SELECT 1 FROM ${recoveryCodes} WHERE ${recoveryCodes.agentId} = ${agentId} AND ${recoveryCodes.hash} = ${hashes[0]})`;
}
