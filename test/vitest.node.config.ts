import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { withoutDefence } from './hostile/without.ts';
import { leftOut } from './suites/full-only.ts';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [withoutDefence()],
  test: {
    name: 'node',
    include: [
      'test/{rooms,words,suites,bench,powershell,delivery,engine,ledger,exchange,hostile,local,contract,sandbox,interop,lib}/**/*.test.ts',
    ],
    exclude: leftOut(),
    environment: 'node',
    // A process for each file would import the same modules two hundred times: each file leaves everything as it was.
    isolate: false,
    // Nothing waits that long but on a computer that is busy with much else.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One less would leave half of a small computer idle: here is nothing beside these tests that needs it.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
