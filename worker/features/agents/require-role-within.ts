import { createMiddleware } from 'hono/factory';
import { isAbove, ROLES } from '../../lib/roles.ts';
import type { AppEnv } from '../kernel/app.ts';
import { problem } from './errors.ts';

/**
 * Refuses a body that asks for more than the caller has, in whatever form: `owner`, `agent,owner`, a list. Goes before the
 * schema, which would say only that the form is wrong.
 */
export const requireRoleWithin = createMiddleware<AppEnv>(async (c, next) => {
  const body: unknown = await c.req.json().catch(() => undefined);
  const asked = typeof body === 'object' && body !== null && 'role' in body ? JSON.stringify(body.role) : '';
  const words = new Set(asked.toLowerCase().split(/[^a-z]+/));
  const { role } = c.var.principal;
  if (ROLES.some((each) => words.has(each) && isAbove(each, role))) throw problem('agent-role-too-high');
  await next();
});
