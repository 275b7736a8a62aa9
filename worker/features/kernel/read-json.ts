import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from './app.ts';
import { problem } from './errors.ts';
import { validationProblem } from './validate.ts';

type OptionalJson<Schema extends z.ZodType> = { in: { json?: z.input<Schema> }; out: { json: z.output<Schema> } };

/** Checks a body that may be left out; then it counts as `{}`. A handler reads the result by `c.req.valid('json')`. */
export function validOptionalJson<Schema extends z.ZodObject>(
  schema: Schema,
): MiddlewareHandler<AppEnv, string, OptionalJson<Schema>> {
  return async (c, next) => {
    const text = await c.req.text();
    const result = schema.safeParse(text.trim() === '' ? {} : parse(text));
    if (!result.success) throw validationProblem(result.error.issues);
    c.req.addValidatedData('json', result.data);
    await next();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problem('malformed-json');
  }
}
