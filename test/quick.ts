import { spawnSync } from 'node:child_process';
import { CHECKS, runBeside } from './checks.ts';

/**
 * `npm run quick`: what a change breaks most often, in less than a minute and a half on two cores: the static checks,
 * and those tests that take seconds and need no browser and no other program. Seeded tests try few seeds. `npm test` runs
 * everything.
 */
const SEEDS = '10';

const startedAt = performance.now();
const statuses = await Promise.all(CHECKS.map((check) => runBeside(check)));
const { status } = spawnSync(
  process.execPath,
  ['--no-warnings', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.quick.config.ts'],
  { stdio: 'inherit', env: { ...process.env, SEEDS: process.env.SEEDS ?? SEEDS } },
);
const seconds = Math.round((performance.now() - startedAt) / 1000);
const isGreen = [...statuses, status].every((code) => code === 0);
process.stdout.write(`\n${isGreen ? 'Green' : 'Red'} after ${seconds} s\n`);
process.exit(isGreen ? 0 : 1);
