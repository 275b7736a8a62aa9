import { fileURLToPath } from 'node:url';
import type { Contender, Task } from './contender.ts';
import { runScript } from './script.ts';

const scriptOf = (name: string): string => fileURLToPath(new URL(`exchangelib/${name}.py`, import.meta.url));

/** exchangelib's export and upload, as its documentation shows them. */
export function documentedExchangelib(python: string): Contender {
  return {
    name: 'exchangelib',
    title: 'exchangelib, as documented',
    run: (task) => runScript([python, '-B', scriptOf('documented')], task),
    close: async () => {},
  };
}

export type Tuning = { threads: number; chunk: number };

/** The same with threads and chunks of the best number and size, which `tune` finds for each case. */
export function tunedExchangelib(
  python: string,
  tuningOf: (task: Task) => Tuning,
): Contender & { runWith: (task: Task, tuning: Tuning) => ReturnType<Contender['run']> } {
  const runWith = (task: Task, tuning: Tuning) => runScript([python, '-B', scriptOf('tuned')], task, tuning);
  return {
    name: 'exchangelib-tuned',
    title: 'exchangelib, tuned',
    runWith,
    run: (task) => runWith(task, tuningOf(task)),
    close: async () => {},
  };
}
