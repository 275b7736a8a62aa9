import { availableParallelism } from 'node:os';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { withoutDefence } from '../hostile/without.ts';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  plugins: [withoutDefence(), solid()],
  resolve: { conditions: ['development', 'browser'] },
  test: {
    name: 'app',
    include: ['test/app/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    // A DOM and the modules of the app for each file would take longer than their tests; setup.ts tidies up.
    isolate: false,
    setupFiles: ['test/app/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
