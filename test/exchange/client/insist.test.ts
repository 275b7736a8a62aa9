import { expect, test } from 'vitest';
import { insist } from '../../../worker/exchange/client/insist.ts';
import type { AnyCall, Reply } from '../../../worker/exchange/client/send.ts';
import { createKnownOperations } from '../../../worker/exchange/client/known-operations.ts';
import { OPERATION_REFUSED } from '../../../worker/exchange/faults/refusals.ts';
import { callOf, faultError, replyOf, sender } from './layers-kit.ts';

const RESULT = '<m:SyncState>state</m:SyncState>';
const answered = replyOf('SyncFolderItems', [RESULT]);
const unsupported = () => faultError('unsupported');

function set(results: readonly (Reply | Error)[], { answersOther = true, isRepeatable = true } = {}) {
  let now = 0;
  const operations = createKnownOperations(() => now);
  const { send, calls } = sender<AnyCall, Reply>(results);
  const asked: string[] = [];
  const lacks: string[] = [];
  const how = {
    side: 'source' as const,
    operations,
    noteLack: (operation: string) => void lacks.push(operation),
    isRepeatable,
    answersOther: async ({ operation }: AnyCall) => {
      asked.push(operation);
      return answersOther;
    },
  };
  return { operations, calls, asked, lacks, call: insist(how, send), pass: (ms: number) => (now += ms) };
}

test('an answer is returned, and its operation is known to work', async () => {
  const { call, operations, asked } = set([answered]);
  expect(await call(callOf('SyncFolderItems'))).toBe(answered);
  expect(operations.works('SyncFolderItems')).toBe(true);
  expect(asked).toEqual([]);
});

test('a plain refusal is asked for again at once, and a passing one leaves no trace', async () => {
  const { call, calls, operations } = set([unsupported(), unsupported(), answered]);
  expect(await call(callOf('SyncFolderItems'))).toBe(answered);
  expect(calls).toHaveLength(3);
  expect(operations.learnt()).toEqual({ works: ['SyncFolderItems'], lost: [], refusals: {} });
});

test('a streamed body is not sent twice', async () => {
  const { call, calls } = set([unsupported()], { isRepeatable: false });
  await expect(call(callOf('UploadItems'))).rejects.toMatchObject({
    fault: { kind: 'unsupported', operation: 'UploadItems' },
  });
  expect(calls).toHaveLength(1);
});

test('an operation that works is never doubted again', async () => {
  const { call, calls, asked } = set([answered, unsupported()]);
  await call(callOf('SyncFolderItems'));
  await expect(call(callOf('SyncFolderItems'))).rejects.toMatchObject({ fault: { code: 'code-unsupported' } });
  expect([calls.length, asked]).toEqual([2, []]);
});

test('a server that answers nothing else proves nothing', async () => {
  const { call, operations } = set(Array.from({ length: 3 }, unsupported), { answersOther: false });
  await expect(call(callOf('FindItem'))).rejects.toMatchObject({ fault: { code: 'code-unsupported' } });
  expect(operations.learnt().refusals).toEqual({});
});

test('no right to an operation that another can replace is proof at once; to any other it is the account', async () => {
  const denied = () => faultError('access', { code: 'ErrorAccessDenied' });
  const replaceable = set(Array.from({ length: 3 }, denied));
  await expect(replaceable.call(callOf('ExportItems'))).rejects.toMatchObject({ fault: { code: OPERATION_REFUSED } });
  const needed = set([denied()]);
  await expect(needed.call(callOf('GetFolder'))).rejects.toMatchObject({ fault: { kind: 'access' } });
});

test('trouble that may pass is proof after four refusals in half a minute, and what may be done stays in doubt', async () => {
  const unconfirmed = () => faultError('in-doubt', { was: 'transient', code: 'http-500' });
  const { call, calls, operations, pass } = set(Array.from({ length: 4 }, unconfirmed));
  for (let refusal = 0; refusal < 4; refusal += 1) {
    expect(operations.isLost('MoveItem')).toBe(false);
    await expect(call(callOf('MoveItem', { mutates: true }))).rejects.toMatchObject({ fault: { kind: 'in-doubt' } });
    pass(10_000);
  }
  expect(operations.isLost('MoveItem')).toBe(true);
  await expect(call(callOf('MoveItem', { mutates: true }))).rejects.toMatchObject({
    fault: { code: OPERATION_REFUSED },
  });
  expect(calls).toHaveLength(4);
});

test('an empty answer is a fault of a call that reads, and an answer to one that changes something', async () => {
  const empty = replyOf('SyncFolderItems', []);
  await expect(set([empty]).call(callOf('SyncFolderItems'))).rejects.toMatchObject({ fault: { code: 'empty-answer' } });
  const uploaded = replyOf('UploadItems', []);
  expect(await set([uploaded]).call(callOf('UploadItems', { mutates: true }))).toBe(uploaded);
  const { call, operations } = set([replyOf('GetFolder', [])]);
  await call(callOf('GetFolder', { takesEmpty: true }));
  expect(operations.works('GetFolder')).toBe(false);
});

test('settings that are answered with nothing twice are what the server lacks', async () => {
  const empty = replyOf('GetDelegate', []);
  const { call, lacks, asked } = set([empty, empty]);
  await expect(call(callOf('GetDelegate'))).rejects.toMatchObject({ fault: { code: OPERATION_REFUSED } });
  expect([lacks, asked]).toEqual([['GetDelegate'], []]);
  const once = set([empty, replyOf('GetDelegate', ['<m:DelegateUser/>'])]);
  await once.call(callOf('GetDelegate'));
  expect(once.lacks).toEqual([]);
});

test('an operation that works is asked for again at once where its answer is empty, as a connection may be at fault', async () => {
  const { call, calls } = set([answered, replyOf('SyncFolderItems', []), answered]);
  await call(callOf('SyncFolderItems'));
  expect(await call(callOf('SyncFolderItems'))).toBe(answered);
  expect(calls).toHaveLength(3);
});
