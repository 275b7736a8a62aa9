import { defineConfig } from 'vitest/config';
import { slowFirst } from './slow-first.ts';

// Whole systems on this computer, each with processes of its own; much of their time is waiting.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'e2e',
    include: ['test/{e2e,crash}/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/e2e/run-setup.ts'],
    // Each file leaves its process as it was, and the next one finds modules and browser there.
    isolate: false,
    // Two cores are half idle with two.
    maxWorkers: 3,
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
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
