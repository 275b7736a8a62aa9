import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

// The files share one worker, which is made once; each begins with an empty, migrated database.
await reset();
await applyD1Migrations(env.DB, env.MIGRATIONS);
