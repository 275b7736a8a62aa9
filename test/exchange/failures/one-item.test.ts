import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(20);
const READS = ['ExportItems', 'GetItem'];

/** They speak of the mailbox, the account or the server; here of one item. */
const CODES = [
  'ErrorAccessDenied',
  'ErrorImpersonateUserDenied',
  'ErrorNonExistentMailbox',
  'ErrorAccountDisabled',
  'ErrorMailboxLogonFailed',
  'ErrorInvalidServerVersion',
  'ErrorWrongServerVersion',
  'ErrorCrossSiteRequest',
];

test.each(sampleOf(CODES, 5))('%s, said of one item, lists that item', async (code) => {
  const move = suite.begin();
  const { id } = await move.first();
  suite.fault('source', { operation: READS, item: { id }, effect: { kind: 'item-error', code } });
  await move.pass();
  expect(await move.errors()).toMatchObject([{ id, fault: { code, side: 'source' } }]);
  await expectWhole(suite, move, 1);
});

test('a source that denies every item pauses the mailbox', async () => {
  const move = suite.begin();
  suite.fault('source', { operation: READS, effect: { kind: 'item-error', code: 'ErrorAccessDenied' } });
  expect(await move.pass()).toMatchObject({
    outcome: 'paused',
    fault: { code: 'ErrorAccessDenied', side: 'source' },
  });
  suite.sandbox.source.side.faults.clear();
  await move.pass();
  await move.pass('retry-errors');
  await expectWhole(suite, move);
});

test('a folder that holds denied items alone is probed, and the mailbox goes on', async () => {
  const move = suite.begin();
  const effect = { kind: 'item-error', code: 'ErrorAccessDenied' } as const;
  suite.fault('source', { operation: READS, item: { itemClass: 'IPM.Appointment' }, effect });
  await move.pass();
  const errors = await move.errors();
  expect(errors.length).toBeGreaterThan(0);
  expect(new Set(errors.map(({ kind }) => kind))).toEqual(new Set(['calendar']));
  await expectWhole(suite, move, errors.length);
});

/** Element by element and by MIME: what such a denial says of senders, and what of one item. */
describe('a new item that the destination denies', () => {
  const old = useSuite(6, { source: { profile: 'Exchange2007_SP1' } });
  const denied = { kind: 'item-error', code: 'ErrorAccessDenied' } as const;

  test('is listed, and all others are created as they were', async () => {
    const move = old.begin();
    const { id } = await move.first();
    old.fault('destination', { operation: 'CreateItem', item: { text: id }, effect: denied });
    await move.pass();
    expect(await move.errors()).toMatchObject([{ id, fault: { code: 'ErrorAccessDenied' } }]);
    await expectWhole(old, move, 1);
    expect(old.sandbox.destination.stats().writes['UpdateItem'] ?? 0).toBeLessThan(10);
  });

  test('once, is created at the next try, and no other suffers', async () => {
    const move = old.begin();
    old.fault('destination', { operation: 'CreateItem', times: 1, effect: denied });
    await move.pass();
    await expectWhole(old, move);
  });
});
