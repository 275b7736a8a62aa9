import { expect, test } from 'vitest';
import type { AnyCall, WholeReply } from '../../../worker/exchange/client/send.ts';
import { firstAlone } from '../../../worker/exchange/client/first-alone.ts';
import { createKnownOperations } from '../../../worker/exchange/client/known-operations.ts';
import { callOf, faultError, replyOf } from './layers-kit.ts';

const exported = replyOf('ExportItems', ['']);

/** A server that answers on request of the test. */
function set() {
  const operations = createKnownOperations(() => 0);
  const waiting: PromiseWithResolvers<WholeReply>[] = [];
  const send = (_call: AnyCall): Promise<WholeReply> => {
    const answer = Promise.withResolvers<WholeReply>();
    waiting.push(answer);
    return answer.promise;
  };
  return { operations, waiting, call: firstAlone(operations, new Map(), send) };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('a server that does not have an operation is asked for it once, whoever calls it', async () => {
  const { call, waiting } = set();
  const calls = [1, 2, 3].map(() => call(callOf('ExportItems')).then(String, (error) => error.fault.kind));
  await soon();
  expect(waiting).toHaveLength(1);
  waiting[0]!.reject(faultError('unsupported'));
  expect(await Promise.all(calls)).toEqual(['unsupported', 'unsupported', 'unsupported']);
  expect(waiting).toHaveLength(1);
});

test.each(['answered', 'busy'] as const)('after a first call that is %s, all others go at once', async (how) => {
  const { call, waiting } = set();
  const calls = [1, 2, 3].map(() => call(callOf('ExportItems')).catch(() => undefined));
  await soon();
  if (how === 'busy') waiting[0]!.reject(faultError('busy'));
  else waiting[0]!.resolve(exported);
  await soon();
  expect(waiting).toHaveLength(3);
  for (const { resolve } of waiting) resolve(exported);
  await Promise.all(calls);
});

test('an operation that is known to work, and any that every server has, waits for nobody', async () => {
  const { call, waiting, operations } = set();
  operations.worked('ExportItems');
  for (const operation of ['ExportItems', 'ExportItems', 'GetItem', 'GetItem']) void call(callOf(operation));
  await soon();
  expect(waiting).toHaveLength(4);
});
