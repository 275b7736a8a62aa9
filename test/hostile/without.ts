import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vitest/config';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A change of the source that takes a defence away. */
export type Without = { file: string; from: string; to: string };

/** The variable by which `run-attacks.ts` says which one. */
export const WITHOUT = 'MAILFERRY_TEST_WITHOUT';

/** The source without its defence. Throws where it no longer looks as the list of attacks says. */
export function takeAway(source: string, { file, from, to }: Without): string {
  if (source.split(from).length !== 2) throw new Error(`${file} does not have exactly one: ${from}`);
  return source.replace(from, () => to);
}

/** Lets the tests of a run meet the source without one defence; without the variable it does nothing. */
export function withoutDefence(): Plugin {
  const text = process.env[WITHOUT];
  const change = text ? (JSON.parse(text) as Without) : undefined;
  const isChanged = (id: string): boolean => change !== undefined && id.split('?')[0] === join(ROOT, change.file);
  return {
    name: 'without-defence',
    enforce: 'pre',
    // Vitest keeps transformed modules from run to run: that of another run has the defence, and this one must not stay.
    configureVitest: ({ defineCacheKeyGenerator }) => {
      defineCacheKeyGenerator(({ id }) => (isChanged(id) ? false : undefined));
    },
    load: (id) =>
      change && isChanged(id) ? takeAway(readFileSync(join(ROOT, change.file), 'utf8'), change) : undefined,
  };
}
