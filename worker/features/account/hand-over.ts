import type { z } from 'zod';
import type { AppContext } from '../kernel/app.ts';
import type { Statement } from '../kernel/db.ts';
import { SECOND_FACTOR_NEEDED } from '../kernel/deps.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { problem } from '../workgroups/errors.ts';
import { addressOfEmail } from '../workgroups/unproven-email.ts';

/** What better-auth answered: a response, or that the password was right and the second factor is missing. */
export type HandedOver = Response | { secondFactorOf: string };

/**
 * Hands a request to better-auth and turns its refusals into problems. Only the routes of auth-routes.ts reach it: its own
 * sign-up and its organisation routes know nothing of our rules, and stay shut.
 */
export async function handOver(
  c: AppContext,
  request: Request = c.req.raw,
  withPassword?: readonly Statement[],
): Promise<HandedOver> {
  const response = await c.var.deps.sessions.handle(request, withPassword);
  if (response.status < 400) return withAddress(response);
  const body: unknown = await response.json().catch(() => undefined);
  const code = textIn(body, 'code') ?? '';
  const secondFactorOf = textIn(body, 'agentId');
  if (code === SECOND_FACTOR_NEEDED && secondFactorOf !== undefined) return { secondFactorOf };
  if (response.status === 403) throw anyProblem('foreign-origin');
  if (response.status === 401 || code === 'INVALID_PASSWORD') throw problem('sign-in-refused');
  if (response.status < 500) throw problem('sign-in-request-invalid', textIn(body, 'message'));
  throw new Error(`better-auth answered ${String(response.status)} ${code}`);
}

/** Of a request that signs nobody in. */
export async function handOverPlain(...args: Parameters<typeof handOver>): Promise<Response> {
  const answer = await handOver(...args);
  if (!(answer instanceof Response)) throw new Error('Only a sign-in asks for a second factor');
  return answer;
}

/** Shows the address of an agent as they entered it; see unproven-email.ts. */
export async function withAddress(response: Response): Promise<Response> {
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

function textIn(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** The body of a request, and the request with this body. Throws `malformed-json` and `sign-in-request-invalid`. */
export async function readBody<Schema extends z.ZodType>(c: AppContext, schema: Schema) {
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

export function withBody({ url, method, headers }: Request, body: unknown): Request {
  return new Request(url, { method, headers, body: JSON.stringify(body) });
}
