import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { schemaOfMigrations } from '../fakes/schema.ts';
import { withoutDefence } from '../hostile/without.ts';
import { bySample } from '../sample.ts';
import { easyHashes } from './easy-hashes.ts';

/** Bundled once and kept: workerd fetches each of a thousand modules by a message of its own otherwise. */
const BUNDLED = [
  'better-auth/adapters/drizzle',
  'better-auth/api',
  'better-auth/cookies',
  'better-auth/crypto',
  'better-auth/minimal',
  'drizzle-orm',
  'drizzle-orm/d1',
  'drizzle-orm/sqlite-core',
  'hono',
  'hono-openapi',
  'hono/body-limit',
  'hono/cookie',
  'hono/factory',
  'hono/http-exception',
  'mdast-util-from-markdown',
  'papaparse',
  'stripe',
  'temporal-polyfill',
  'zod',
];

const root = new URL('../..', import.meta.url).pathname;

export default defineConfig({
  root,
  plugins: [
    withoutDefence(),
    easyHashes(),
    cloudflareTest(async () => ({
      wrangler: { configPath: `${root}wrangler.toml` },
      miniflare: {
        email: {
          send_email: [{ name: 'ALLOWED_EMAIL', allowed_sender_addresses: ['ferry@harbour.example'] }],
        },
        bindings: {
          MIGRATIONS: await readD1Migrations(`${root}migrations`),
          SCHEMA: schemaOfMigrations(),
          BETTER_AUTH_SECRET: 'a secret for tests, as long as it has to be',
          VAULT_KEY: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
          VAULT_KEY_ID: 'k1',
          SETUP_TOKEN: 'the set-up token of tests',
        },
      },
    })),
  ],
  test: {
    name: 'worker',
    isolate: false,
    // One workerd for all files; other kinds of tests have a number of workers of their own, and run before.
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
    include: ['test/worker/**/*.test.ts'],
    globalSetup: ['test/worker/servers.ts', 'test/worker/runtime-reports.ts'],
    setupFiles: ['test/worker/setup.ts'],
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: BUNDLED,
          rolldownOptions: { external: [/^(?:node|cloudflare):/], plugins: [easyHashes()] },
        },
      },
    },
    // `npm run bench:webhooks` gives larger ones.
    provide: {
      licenceSeeds: Number(process.env.LICENCE_SEEDS ?? bySample({ small: 2, full: 3 })),
      everyCaller: bySample({ small: 12, full: 1 }),
      many: bySample({ small: 1_000, full: 10_000 }),
      webhookLoad: { events: Number(process.env.EVENTS ?? 100), webhooks: Number(process.env.WEBHOOKS ?? 5) },
    },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
