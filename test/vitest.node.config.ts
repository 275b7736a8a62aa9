import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    name: 'node',
    include: ['test/{engine,exchange,contract,sandbox,interop}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
});
