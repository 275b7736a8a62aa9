import { z } from 'zod';
import { ProblemError } from '../../lib/problem.ts';
import type { AppContext } from '../kernel/app.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { findUnproven } from '../workgroups/unproven-sign-in.ts';
import { handOver, readBody, withBody } from './hand-over.ts';
import { beginSecondStep } from './pending-sign-in.ts';

/** What is read here of a request to sign in; the rest is better-auth's affair. */
const SignInBody = z.looseObject({
  email: z.string().max(320),
  password: z.string().max(1000),
  rememberMe: z.boolean().optional(),
});

/** The first step. Where the account has a second factor, no session begins yet. */
export async function signIn(c: AppContext): Promise<Response> {
  const { deps } = c.var;
  const { read, json } = await readBody(c, SignInBody);
  const attempt = await requireAttempt(deps, [
    [LIMITS.signInFromAddress, clientAddress(deps.settings, c.req.raw)],
    [LIMITS.signInOfAccount, read.email.toLowerCase()],
  ]);
  const signInAs = (email: string) => handOver(c, withBody(c.req.raw, { ...(json as object), email }));
  const answer = await signInAs(read.email).catch(async (error: unknown) => {
    if (!(error instanceof ProblemError) || error.problem.code !== 'sign-in-refused') throw error;
    const email = await findUnproven(deps, read.email, read.password);
    if (email === undefined) throw error;
    return signInAs(email);
  });
  await attempt.succeed(LIMITS.signInOfAccount);
  if (answer instanceof Response) return answer;
  return beginSecondStep(c, answer.secondFactorOf, read.rememberMe !== false);
}
