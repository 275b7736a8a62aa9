import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Problem } from '../../lib/problem.ts';
import { ProblemError } from '../../lib/problem.ts';
import { isStorageFull } from '../../lib/storage-full.ts';
import type { AppEnv } from './app.ts';
import { problem } from './errors.ts';

/** An answer of type application/problem+json (RFC 9457). */
export function problemResponse(body: Problem, headers: HeadersInit = {}): Response {
  const response = new Response(JSON.stringify(body), { status: body.status, headers });
  response.headers.set('content-type', 'application/problem+json; charset=utf-8');
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** Every failure of a route becomes a problem here. What was not foreseen gets an id; its cause is only logged. */
export const answerError: ErrorHandler<AppEnv> = async (error, c) => {
  if (error instanceof ProblemError) {
    const { status, retryAfterSeconds } = error.problem;
    return problemResponse(error.problem, {
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    });
  }
  if (error instanceof HTTPException) {
    if (error.status === 400) return problemResponse(problem('malformed-json').problem);
    if (error.status === 413) return problemResponse(problem('request-too-large').problem);
  }
  const deps = c.get('deps') as AppEnv['Variables']['deps'] | undefined;
  // Neither an id nor the error in the log: it comes with every request, and says the same each time.
  if (isStorageFull(error) || (await deps?.isStorageFull?.().catch(() => false)))
    return problemResponse(problem('storage-full').problem);
  const id = deps ? deps.newId('err') : 'err';
  deps?.log.error('request-failed', { id, method: c.req.method, path: c.req.path, error });
  return problemResponse(problem('unexpected', `The log has the details under the id ${id}.`).problem);
};

export const answerNotFound: NotFoundHandler<AppEnv> = (c) =>
  problemResponse(problem('route-not-found', `${c.req.method} ${c.req.path} does not exist.`).problem);
