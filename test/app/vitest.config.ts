import { availableParallelism } from 'node:os';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  plugins: [solid()],
  resolve: { conditions: ['development', 'browser'] },
  test: {
    name: 'app',
    include: ['test/app/**/*.test.{ts,tsx}'],
    environment: 'jsdom',
    setupFiles: ['test/app/setup.ts'],
    testTimeout: 20_000,
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
