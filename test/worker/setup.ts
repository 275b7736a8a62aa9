import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

// Storage is a file's own: each one begins with an empty, migrated database.
await applyD1Migrations(env.DB, env.MIGRATIONS);
