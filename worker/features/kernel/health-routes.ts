import { Hono } from 'hono';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { VERSION } from '../../lib/version.ts';
import type { AppEnv } from './app.ts';
import { describe } from './describe.ts';

const Health = z.object({ ok: z.literal(true), version: z.string() }).meta({ ref: 'Health' });

export const healthRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    tag: 'Service',
    summary: 'Check whether Mailferry and its database answer',
    answers: { 200: Health },
    isPublic: true,
  }),
  async (c) => {
    await c.var.deps.db.run(sql`SELECT 1`);
    return c.json({ ok: true as const, version: VERSION });
  },
);
