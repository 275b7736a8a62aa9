import { Hono } from 'hono';
import { z } from 'zod';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { problem } from './errors.ts';
import { SignInRequest } from './schema.ts';

const Session = z.looseObject({}).nullable().meta({ ref: 'Session' });
const Success = z.looseObject({}).meta({ ref: 'AuthAnswer' });
const PasswordChange = z
  .object({ currentPassword: z.string(), newPassword: z.string(), revokeOtherSessions: z.boolean().optional() })
  .meta({ ref: 'PasswordChange' });

/**
 * Hands a request to better-auth and turns its refusals into problems. Only the routes below reach it: its own
 * sign-up and its organisation routes know nothing of our rules, and stay shut.
 */
async function handOver(c: AppContext): Promise<Response> {
  const response = await c.var.deps.sessions.handle(c.req.raw);
  if (response.status < 400) return response;
  const body: unknown = await response.json().catch(() => undefined);
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  if (response.status === 429) throw problem('too-many-attempts');
  if (response.status === 403) throw anyProblem('foreign-origin');
  if (response.status === 401 || code === 'INVALID_PASSWORD') throw problem('sign-in-refused');
  if (response.status < 500) throw problem('sign-in-request-invalid', refusalText(body));
  throw new Error(`better-auth answered ${String(response.status)} ${code}`);
}

function refusalText(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' ? body.message : undefined;
}

const tag = 'Sign-in';

export const authRoutes = new Hono<AppEnv>()
  .post(
    '/sign-in/email',
    describe({
      tag,
      summary: 'Sign in',
      description: 'The answer sets the session cookie.',
      answers: { 200: Success },
      problems: { 400: ['sign-in-request-invalid'], 401: ['sign-in-refused'], 429: ['too-many-attempts'] },
      requestBody: SignInRequest,
      isPublic: true,
    }),
    (c) => handOver(c),
  )
  .post('/sign-out', describe({ tag, summary: 'Sign out', answers: { 200: Success }, isPublic: true }), (c) =>
    handOver(c),
  )
  .get(
    '/get-session',
    describe({ tag, summary: 'The session of the cookie', answers: { 200: Session }, isPublic: true }),
    (c) => handOver(c),
  )
  .post(
    '/change-password',
    describe({
      tag,
      summary: 'Change your password',
      answers: { 200: Success },
      problems: { 400: ['sign-in-request-invalid'], 401: ['sign-in-refused'] },
      requestBody: PasswordChange,
      isPublic: true,
    }),
    (c) => handOver(c),
  );
