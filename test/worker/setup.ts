import { reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, vi } from 'vitest';

// The files share one worker, which is made once; each begins with an empty database.
await resetAll();
await env.DB.batch(env.SCHEMA.map((statement) => env.DB.prepare(statement)));

// A test that fails while the clock is a fake one leaves it so: every later test that waits would wait for ever.
afterEach(() => void vi.useRealTimers());

/** A request that the file before left on its way can outlive a reset, and the database with it. */
async function resetAll(): Promise<void> {
  for (let tries = 1; tries <= 20; tries++) {
    await reset();
    const left = await env.DB.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'endpoints'").first('n');
    if (left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The database of the file before is still there.');
}
