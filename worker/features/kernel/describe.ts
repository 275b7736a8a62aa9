import { describeRoute, resolver } from 'hono-openapi';
import type { ResponsesWithResolver } from 'hono-openapi';
import type { z } from 'zod';
import type { EventType } from '../../lib/event-types.ts';

type Description = {
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
  /** Routes that need no sign-in. */
  isPublic?: boolean;
  requestBody?: z.ZodType;
};

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const FILE = { schema: { type: 'string' as const, format: 'binary' } };

/** Describes a route in the OpenAPI document. */
export function describe(route: Description) {
  const { tag, summary, description, answers, mediaTypes, problems = {}, events, isPublic, requestBody } = route;
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
  const all: Record<string, readonly string[]> = {
    ...(isPublic ? {} : { 401: ['unauthenticated'], 403: ['forbidden'] }),
    ...problems,
  };
  for (const [status, codes] of Object.entries(all)) {
    responses[status] = {
      description: `Problem: ${codes.map((code) => `\`${code}\``).join(', ')}`,
      content: PROBLEM_CONTENT,
    };
  }
  responses['default'] = { description: 'Any other problem.', content: PROBLEM_CONTENT };
  return describeRoute({
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(isPublic ? { security: [] } : {}),
    ...(events && ('none' in events ? { 'x-no-events': events.none } : { 'x-events': [...events] })),
    ...(requestBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: resolver(requestBody) } } } }
      : {}),
    responses,
  });
}
