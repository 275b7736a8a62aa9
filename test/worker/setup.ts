import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, vi } from 'vitest';

// The files share one worker, which is made once; each begins with an empty, migrated database.
await reset();
await applyD1Migrations(env.DB, env.MIGRATIONS);

// A test that fails while the clock is a fake one leaves it so: every later test that waits would wait for ever.
afterEach(() => void vi.useRealTimers());
