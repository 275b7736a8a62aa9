import { defineConfig } from 'vitest/config';
import { slowFirst } from './slow-first.ts';
import { leftOut } from './suites/full-only.ts';

const TESTS = 'test/{e2e,crash}/**/*.test.ts';
/** They measure the memory of a runtime, which frees later what it has no processor for. */
const ALONE = ['test/e2e/hostile-servers.test.ts'];
/** They wait for most of their time, and would keep one of the few workers from others. */
const WAITING = ['test/e2e/full-disk.test.ts'];
const LEFT_OUT = leftOut();

// Whole systems on this computer, each with processes of its own; much of their time is waiting.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      { extends: true, test: { name: 'e2e', include: [TESTS], exclude: [...ALONE, ...WAITING, ...LEFT_OUT] } },
      { extends: true, test: { name: 'e2e, waiting', include: WAITING, exclude: LEFT_OUT } },
      {
        extends: true,
        test: { name: 'e2e, alone', include: ALONE, exclude: LEFT_OUT, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
    environment: 'node',
    globalSetup: ['test/e2e/run-setup.ts'],
    // Each file leaves its process as it was, and the next one finds modules and browser there.
    isolate: false,
    // Some of their time is waiting: four keep two cores busy, and with more of them tests run out of time.
    maxWorkers: 4,
    sequence: {
      sequencer: slowFirst([
        'screens/screens',
        'credential-requests',
        'crash/sample',
        'start',
        'limits',
        'slots',
        'one-start',
        'hostile-servers',
        'crash/gateway-sample',
        'endpoint-screens',
        'astray-answers',
        'old-tls',
        'upgrade',
        'full-pass',
        'browser',
        'corpus',
        'problems',
        'learnt-ways',
        'follow',
        'large-item',
      ]),
    },
    // Nothing waits that long but on a computer that is busy with much else.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
