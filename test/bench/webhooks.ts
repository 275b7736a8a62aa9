import { spawnSync } from 'node:child_process';

/**
 * How long 10,000 events take to reach 20 webhooks, one of which is dead, and what that costs in D1: the load test of the
 * worker's suite, with more of everything. EVENTS and WEBHOOKS change the numbers.
 */
const vitest = new URL('../../node_modules/vitest/vitest.mjs', import.meta.url).pathname;
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--config', 'test/worker/vitest.config.ts', 'test/worker/webhook-load.test.ts'],
  { stdio: 'inherit', env: { EVENTS: '10000', WEBHOOKS: '20', ...process.env } },
);
process.exit(status ?? 1);
