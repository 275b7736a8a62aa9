import { and, eq, lt, sql } from 'drizzle-orm';
import { generateCookie, getCookie, setCookie } from 'hono/cookie';
import { toIso } from '../../lib/clock.ts';
import { sha256, toBase64Url } from '../../lib/encoding.ts';
import { MINUTE_MS, SECOND_MS } from '../../lib/units.ts';
import { HAS_CHANGED } from '../events/event-statement.ts';
import type { AppContext } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { listMemberships } from '../workgroups/store.ts';
import { accountEvents } from './agent.ts';
import { problem } from './errors.ts';
import { withAddress } from './hand-over.ts';
import { pendingSignIns } from './table.ts';
import { countRecoveryCodes, planCodeUse } from './two-factor/code-use.ts';
import type { GivenCode } from './two-factor/code-use.ts';
import { runDecided } from './run-decided.ts';

/** Between the password and the code. */
const PENDING_MS = 10 * MINUTE_MS;
const COOKIE = 'mailferry.pending_sign_in';
const PATH = '/api/auth';

/** The password was right: notes that the code is missing. What the browser gets opens nothing but the next step. */
export async function beginSecondStep(c: AppContext, agentId: string, isRemembered: boolean): Promise<Response> {
  const { db, now, random } = c.var.deps;
  const bytes = new Uint8Array(32);
  random(bytes);
  const token = toBase64Url(bytes);
  const expiresAt = now() + PENDING_MS;
  await db.batch([
    db.delete(pendingSignIns).where(and(eq(pendingSignIns.agentId, agentId), lt(pendingSignIns.expiresAt, now()))),
    db.insert(pendingSignIns).values({ tokenHash: await sha256(token), agentId, isRemembered, expiresAt }),
  ]);
  setCookie(c, COOKIE, token, {
    path: PATH,
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: PENDING_MS / SECOND_MS,
  });
  return c.json({ twoFactorRequired: true, expiresAt: toIso(expiresAt) });
}

/**
 * The second step: with the right code it becomes a session. Of many requests with one code one gets through, and of many
 * codes for one pending sign-in one does. Throws `sign-in-expired`, `code-refused` and `too-many-attempts`.
 */
export async function completeSignIn(c: AppContext, given: GivenCode): Promise<Response> {
  const { deps } = c.var;
  const { db } = deps;
  const tokenHash = await sha256(getCookie(c, COOKIE) ?? '');
  const isPending = sql`${pendingSignIns.tokenHash} = ${tokenHash} AND ${pendingSignIns.expiresAt} > ${deps.now()}`;
  const [pending] = await db.select().from(pendingSignIns).where(isPending);
  if (!pending) throw problem('sign-in-expired');
  const { agentId, isRemembered } = pending;
  const attempt = await requireAttempt(deps, [
    [LIMITS.signInFromAddress, clientAddress(deps.settings, c.req.raw)],
    [LIMITS.codeOfAccount, agentId],
  ]);
  const planned = await planCodeUse(
    deps,
    agentId,
    given,
    sql`EXISTS (SELECT 1 FROM ${pendingSignIns} WHERE ${isPending})`,
  );
  if (!planned || !(await runDecided(db, planned.use, await restOf(c, agentId, given, tokenHash))))
    throw problem('code-refused');
  await attempt.succeed(LIMITS.codeOfAccount);
  const opened = await deps.sessions.open(c.req.raw, agentId, isRemembered);
  if (!opened.ok) throw new Error(`Opening a session answered ${String(opened.status)}`);
  const response = await withAddress(opened);
  response.headers.append('set-cookie', generateCookie(COOKIE, '', { path: PATH, httpOnly: true, maxAge: 0 }));
  return response;
}

/** What is written with a used code. */
async function restOf(c: AppContext, agentId: string, given: GivenCode, tokenHash: string) {
  const { deps } = c.var;
  const end = deps.db.delete(pendingSignIns).where(and(eq(pendingSignIns.tokenHash, tokenHash), HAS_CHANGED));
  if (!('recoveryCode' in given)) return [end];
  const left = (await countRecoveryCodes(deps.db, agentId)) - 1;
  const memberships = await listMemberships(deps.db, agentId);
  return [...accountEvents(deps, memberships, { type: 'account.recovery-code-used', data: { left } }), end];
}
