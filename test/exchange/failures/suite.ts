import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { FaultRule } from '../../sandbox/faults/rule.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Move } from './pair.ts';
import { SEED, createMove, startPair } from './pair.ts';

export type Suite = {
  sandbox: Sandbox;
  /** The next mailbox that no test has used. */
  begin: () => Move;
  /** Adds a fault to one side. */
  fault: (side: 'source' | 'destination', rule: FaultRule) => void;
};

/** A pair of servers for the tests of a file; faults and counters end with each test. */
export function useSuite(mailboxes: number, more?: Parameters<typeof startPair>[2], items = 20): Suite {
  let next = 0;
  const suite = {
    begin: () => createMove(suite.sandbox, next++),
    fault: (side, rule) => void suite.sandbox[side].side.faults.add(rule),
  } as Suite;
  beforeAll(async () => {
    process.stdout.write(`failures seed ${SEED}\n`);
    suite.sandbox = await startPair(mailboxes, { items }, more);
  });
  afterEach(() => {
    for (const { side, resetStats } of [suite.sandbox.source, suite.sandbox.destination]) {
      side.faults.clear();
      resetStats();
    }
  });
  afterAll(() => suite.sandbox.close());
  return suite;
}

/** The pass has ended well, and every item but those that are `missing` has crossed once; nothing went to people. */
export async function expectWhole({ sandbox }: Suite, move: Move, missing = 0): Promise<void> {
  expect(move.results.at(-1)).toMatchObject({ outcome: 'done' });
  for (const { side } of [sandbox.source, sandbox.destination]) side.faults.clear();
  const errors = await move.errors();
  expect(errors, JSON.stringify(errors.map(({ fault }) => fault))).toHaveLength(missing);
  const { source, destination } = await move.lines();
  expect(source.length).toBeGreaterThanOrEqual(20);
  expect(destination).toHaveLength(source.length - missing);
  expect(destination.filter((line) => !source.includes(line))).toEqual([]);
  expect(new Set(destination).size).toBe(new Set(source).size - missing);
  expect([sandbox.source.stats().outgoing, sandbox.destination.stats().outgoing]).toEqual([0, 0]);
  expect(sandbox.source.stats().writes).toEqual({});
}
