import { defineConfig } from 'vitest/config';

// Three kinds of tests: plain Node, in workerd, in a DOM. Each kind keeps its own settings beside its tests.
export default defineConfig({
  test: {
    projects: ['test/vitest.node.config.ts', 'test/worker/vitest.config.ts', 'test/app/vitest.config.ts'],
  },
});
