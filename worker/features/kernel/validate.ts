import { validator } from 'hono-openapi';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';
import type { PartError } from '../../lib/problem.ts';
import { problem } from './errors.ts';

type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined };

/** `['mailboxes', 3, 'sourceEmail']` → `mailboxes[3].sourceEmail`. */
function pathText(path: readonly (PropertyKey | { key: PropertyKey })[]): string {
  let text = '';
  for (const part of path) {
    const key = typeof part === 'object' ? part.key : part;
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
}

/** A validation problem from the issues of a schema. Values are never repeated: they may be secrets. */
export function validationProblem(issues: readonly Issue[]) {
  const errors: PartError[] = issues
    .slice(0, 1000)
    .map((issue) => ({ path: pathText(issue.path ?? []), message: issue.message }));
  return problem('validation-failed', undefined, errors);
}

/** Checks a part of the request against a schema; a handler reads the result by `c.req.valid(target)`. */
export function valid<Target extends keyof ValidationTargets, Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) {
  return validator(target, schema, (result) => {
    if (!result.success) throw validationProblem(result.error);
  });
}
