import { defineConfig } from 'vitest/config';

// Whole systems on this computer: one file at a time, as they measure time and memory.
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'e2e',
    include: ['test/{e2e,crash}/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
