import { expect, test } from 'vitest';
import { FaultError } from '../../worker/engine/model/fault.ts';
import { createSpend } from '../../worker/engine/pacing/spend.ts';
import { spendingGate } from '../../worker/runtime/slices/spending-gate.ts';

test('a gate lets requests out until what is left is for the end, and then says that nothing was sent', async () => {
  const asked: string[] = [];
  const spend = createSpend({ calls: 100, statements: 100 });
  const inner = {
    heldForMs: () => 7,
    enter: async (operation: string) => {
      asked.push(operation);
      return () => {};
    },
  };
  const gate = spendingGate(inner, 'destination', spend);
  const { signal } = new AbortController();
  await gate.enter('GetItem', signal);
  spend.count('server', 21);
  const refusal = await gate.enter('CreateItem', signal).catch((error: unknown) => error);
  expect(asked).toEqual(['GetItem']);
  expect(refusal).toBeInstanceOf(FaultError);
  expect((refusal as FaultError).fault).toMatchObject({ kind: 'stopped', code: 'calls-spent', side: 'destination' });
  expect(gate.heldForMs()).toBe(7);
});
