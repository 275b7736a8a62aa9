import { describeRoute, resolver } from 'hono-openapi';
import type { ResponsesWithResolver } from 'hono-openapi';
import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { EventType } from '../../lib/event-types.ts';
import type { Action } from '../../lib/permissions.ts';
import { ACTIONS } from '../../lib/permissions.ts';
import type { AppEnv } from './app.ts';
import { requireAction } from './require-action.ts';

/** Whom a route serves: everyone, or those who may do this. */
type Access = { isPublic: true; action?: never } | { action: Action; isPublic?: never };

type Description = Access & {
  tag: string;
  summary: string;
  description?: string;
  /** What success answers: a schema, or a sentence where there is no body. */
  answers: { [status: number]: z.ZodType | string };
  /** Of answers that are files and not JSON. */
  mediaTypes?: readonly string[];
  /** Codes of problems that this route has of its own, by status. */
  problems?: { [status: number]: readonly string[] };
  /** Of a route that changes something: the events that it can write, or why it writes none. */
  events?: readonly EventType[] | { none: string };
  requestBody?: z.ZodType;
};

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const FILE = { schema: { type: 'string' as const, format: 'binary' } };

/** What the route of an action answers who may not do it. */
function refusalsOf(action: Action): Record<string, readonly string[]> {
  const ofKey = ACTIONS[action].scope === 'session' ? 'session-needed' : 'scope-missing';
  return { 401: ['unauthenticated'], 403: ['forbidden', ofKey] };
}

/**
 * Describes a route in the OpenAPI document, and lets through whom its action allows: so none is described that is not
 * enforced. The route of an action goes behind `requireSignIn`.
 */
export function describe(route: Description): MiddlewareHandler {
  const { tag, summary, description, answers, mediaTypes, problems = {}, events, action, requestBody } = route;
  const responses: ResponsesWithResolver = {};
  for (const [status, answer] of Object.entries(answers)) {
    responses[status] =
      typeof answer === 'string'
        ? {
            description: answer,
            ...(mediaTypes && { content: Object.fromEntries(mediaTypes.map((type) => [type, FILE])) }),
          }
        : { description: 'Done.', content: { 'application/json': { schema: resolver(answer, { io: 'output' }) } } };
  }
  const refusals: Record<string, readonly string[]> = action === undefined ? {} : refusalsOf(action);
  for (const [status, codes] of Object.entries<readonly string[]>({ ...refusals, ...problems })) {
    const all = new Set([...(refusals[status] ?? []), ...codes]);
    responses[status] = {
      description: `Problem: ${[...all].map((code) => `\`${code}\``).join(', ')}`,
      content: PROBLEM_CONTENT,
    };
  }
  responses['default'] = { description: 'Any other problem.', content: PROBLEM_CONTENT };
  const described = describeRoute({
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(action === undefined ? { security: [] } : { 'x-action': action }),
    ...(events && ('none' in events ? { 'x-no-events': events.none } : { 'x-events': [...events] })),
    ...(requestBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: resolver(requestBody) } } } }
      : {}),
    responses,
  });
  if (action === undefined) return described;
  const enforced: MiddlewareHandler<AppEnv> = async (c, next) => {
    // Undefined where nobody has asked for a sign-in.
    requireAction(c.var.principal, action);
    await next();
  };
  // What it describes is kept as a property of the handler.
  return Object.assign(enforced, described);
}
