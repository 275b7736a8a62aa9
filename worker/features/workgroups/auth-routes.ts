import { Hono } from 'hono';
import { z } from 'zod';
import type { EventFacts } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import type { Statement } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { clientAddress } from '../kernel/client-address.ts';
import { ProblemError } from '../../lib/problem.ts';
import { LIMITS } from './attempt-limits.ts';
import { requireAttempt } from './attempts.ts';
import { problem } from './errors.ts';
import { faultOfPassword } from './password-rules.ts';
import { addressOfEmail } from './unproven-email.ts';
import { findUnproven, newSignInKey } from './unproven-sign-in.ts';
import { SignInRequest } from './schema.ts';
import type { Membership } from './store.ts';
import { listMemberships } from './store.ts';

/** What is read here of a request to sign in; the rest is better-auth's affair. */
const SignInBody = z.looseObject({ email: z.string().max(320), password: z.string().max(1000) });
const Session = z.looseObject({}).nullable().meta({ ref: 'Session' });
const Success = z.looseObject({}).meta({ ref: 'AuthAnswer' });
const PasswordChange = z
  .object({ currentPassword: z.string(), newPassword: z.string(), revokeOtherSessions: z.boolean().optional() })
  .meta({ ref: 'PasswordChange' });

/**
 * Hands a request to better-auth and turns its refusals into problems. Only the routes below reach it: its own
 * sign-up and its organisation routes know nothing of our rules, and stay shut.
 */
async function handOver(
  c: AppContext,
  request: Request = c.req.raw,
  withPassword?: readonly Statement[],
): Promise<Response> {
  const response = await c.var.deps.sessions.handle(request, withPassword);
  if (response.status < 400) return withAddress(response);
  const body: unknown = await response.json().catch(() => undefined);
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  if (response.status === 403) throw anyProblem('foreign-origin');
  if (response.status === 401 || code === 'INVALID_PASSWORD') throw problem('sign-in-refused');
  if (response.status < 500) throw problem('sign-in-request-invalid', refusalText(body));
  throw new Error(`better-auth answered ${String(response.status)} ${code}`);
}

/** Shows the address of an agent as they entered it; see unproven-email.ts. */
async function withAddress(response: Response): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  if (typeof body !== 'object' || body === null || !('user' in body)) return response;
  const { user } = body;
  if (typeof user !== 'object' || user === null || !('email' in user) || typeof user.email !== 'string')
    return response;
  const shown = { ...body, user: { ...user, email: addressOfEmail(user.email) } };
  return new Response(JSON.stringify(shown), response);
}

function refusalText(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('message' in body)) return undefined;
  return typeof body.message === 'string' ? body.message : undefined;
}

/** The body of a request, and the request with this body. Throws `malformed-json` and `sign-in-request-invalid`. */
async function readBody<Schema extends z.ZodType>(c: AppContext, schema: Schema) {
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
  } catch {
    throw anyProblem('malformed-json');
  }
  const read = schema.safeParse(json);
  if (!read.success) throw problem('sign-in-request-invalid', read.error.issues[0]?.message);
  return { read: read.data, json };
}

function withBody({ url, method, headers }: Request, body: unknown): Request {
  return new Request(url, { method, headers, body: JSON.stringify(body) });
}

async function signIn(c: AppContext): Promise<Response> {
  const { deps } = c.var;
  const { read, json } = await readBody(c, SignInBody);
  const attempt = await requireAttempt(deps, [
    [LIMITS.signInFromAddress, clientAddress(deps.settings, c.req.raw)],
    [LIMITS.signInOfAccount, read.email.toLowerCase()],
  ]);
  const signInAs = (email: string) => handOver(c, withBody(c.req.raw, { ...(json as object), email }));
  const response = await signInAs(read.email).catch(async (error: unknown) => {
    if (!(error instanceof ProblemError) || error.problem.code !== 'sign-in-refused') throw error;
    const email = await findUnproven(deps, read.email, read.password);
    if (email === undefined) throw error;
    return signInAs(email);
  });
  await attempt.succeed(LIMITS.signInOfAccount);
  return response;
}

/** Each workgroup of the agent has the event. */
function passwordChanged(deps: AppContext['var']['deps'], membership: Membership): Statement {
  const { workgroupId, agentId: id, agentName: name } = membership;
  const facts: EventFacts = { type: 'agent.password-changed', subject: { kind: 'agent', id, name } };
  return eventStatement(deps.db, workgroupId, newEvent(deps, { kind: 'agent', id, name }, facts));
}

/** A changed password ends every other session of the agent, whatever the request says. */
async function changePassword(c: AppContext): Promise<Response> {
  const { deps } = c.var;
  const session = await deps.sessions.read(c.req.raw);
  if (!session) throw problem('sign-in-refused', 'Sign in first, then change your password.');
  const { read } = await readBody(c, PasswordChange);
  const memberships = await listMemberships(deps.db, session.agentId);
  const [agent] = memberships;
  const fault = faultOfPassword(read.newPassword, [agent?.agentEmail, agent?.agentName, agent?.workgroupName]);
  if (fault !== undefined) throw problem('sign-in-request-invalid', fault);
  const attempt = await requireAttempt(deps, [[LIMITS.signInOfAccount, session.agentId]]);
  const request = withBody(c.req.raw, { ...read, revokeOtherSessions: true });
  const response = await handOver(c, request, [
    ...memberships.map((membership) => passwordChanged(deps, membership)),
    ...(await newSignInKey(deps, session.agentId, agent?.agentEmail ?? '', read.newPassword)),
  ]);
  await attempt.succeed(LIMITS.signInOfAccount);
  return response;
}

const tag = 'Sign-in';
const OWN_SESSION = { none: 'It concerns the agent’s own session alone.' };

export const authRoutes = new Hono<AppEnv>()
  .post(
    '/sign-in/email',
    describe({
      tag,
      summary: 'Sign in',
      description: 'The response sets the session cookie.',
      answers: { 200: Success },
      problems: { 400: ['sign-in-request-invalid'], 401: ['sign-in-refused'], 429: ['too-many-attempts'] },
      events: OWN_SESSION,
      requestBody: SignInRequest,
      isPublic: true,
    }),
    (c) => signIn(c),
  )
  .post(
    '/sign-out',
    describe({ tag, summary: 'Sign out', answers: { 200: Success }, events: OWN_SESSION, isPublic: true }),
    (c) => handOver(c),
  )
  .get(
    '/get-session',
    describe({ tag, summary: 'Get the current session', answers: { 200: Session }, isPublic: true }),
    (c) => handOver(c),
  )
  .post(
    '/change-password',
    describe({
      tag,
      summary: 'Change your password',
      description: 'Ends all your other sessions.',
      answers: { 200: Success },
      problems: {
        400: ['sign-in-request-invalid'],
        401: ['sign-in-refused'],
        429: ['too-many-attempts'],
      },
      events: ['agent.password-changed'],
      requestBody: PasswordChange,
      isPublic: true,
    }),
    (c) => changePassword(c),
  );
