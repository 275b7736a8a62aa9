import { test } from 'vitest';
import { OPERATIONS } from '../../sandbox/operations/registry.ts';

/** A test that needs operations which the sandbox may not have. */
export const having = (...names: string[]): typeof test.skip =>
  names.every((name) => OPERATIONS.has(name)) ? test : test.skip;
