import { spawnSync } from 'node:child_process';

/**
 * `npm run doors`: moves a mailbox from and to every Windows with Basic and NTLM, by the gateway, and prints what was
 * agreed upon and every way in which it fails. `npm test` moves a few.
 */
const { status } = spawnSync(
  process.execPath,
  [
    '--no-warnings',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'test/vitest.node.config.ts',
    'test/exchange/front-doors',
  ],
  { stdio: 'inherit', env: { ...process.env, DOORS: 'all' } },
);
process.exit(status ?? 1);
