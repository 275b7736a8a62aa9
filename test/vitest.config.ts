import { defineConfig } from 'vitest/config';
import { slowFirst } from './slow-first.ts';

// Three kinds of tests: plain Node, in workerd, in a DOM. Each kind keeps its own settings beside its tests.
export default defineConfig({
  test: {
    projects: ['test/vitest.node.config.ts', 'test/worker/vitest.config.ts', 'test/app/vitest.config.ts'],
    sequence: {
      sequencer: slowFirst([
        'powershell/scripts',
        'exchange/refusals-of-operations',
        'matrix/typed',
        'exchange/pairs',
        'matrix/transfer',
        'exchange/whole-items',
        'failures/mailbox',
        'failures/connection',
        'failures/throttle',
        'failures/items',
        'exchange/grommunio',
        'exchange/sandbox',
        'failures/error-pages',
        'failures/folders',
        'interop/exchangelib',
        'interop/davmail',
        'exchange/recreated-project',
        'exchange/staging',
        'gateway/flow',
        'hostile/growth',
        'engine/exactly-once',
        'engine/folder-trees',
        'engine/living-folders',
      ]),
    },
  },
});
