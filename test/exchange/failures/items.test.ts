import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { xml } from '../../../worker/exchange/xml/template.ts';
import { readConvertedId } from '../../../worker/exchange/operations/items/convert-id.ts';
import { responseMessages } from '../../../worker/exchange/client/responses.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(50);
const WRITES = ['UploadItems', 'CreateItem'];

describe('an item that is too large is listed, and never in the way of the rest', () => {
  test.each(sampleOf(['ErrorMessageSizeExceeded', 'ErrorRequestStreamTooBig', 'ErrorDataSizeLimitExceeded'], 4))(
    '%s',
    async (code) => {
      const move = suite.begin();
      const { subject } = await move.first();
      suite.fault('destination', { operation: WRITES, item: { subject }, effect: { kind: 'item-error', code } });
      await move.pass();
      expect(await move.errors()).toMatchObject([
        { kind: 'email', method: 'transfer', fault: { kind: 'too-large', code } },
      ]);
      await expectWhole(suite, move, 1);
    },
  );

  test.each(['too-large-413', 'too-large-404'] as const)('a batch is split to one at %s', async (page) => {
    const move = suite.begin();
    const { interceptors } = suite.sandbox.destination.side;
    const sizes: number[] = [];
    interceptors.push(async ({ operation, request }, next) => {
      if (operation === 'UploadItems') {
        const count = request.children.find(({ name }) => name === 'Items')?.children.length ?? 0;
        sizes.push(count);
        if (count > 1)
          return page === 'too-large-413'
            ? { kind: 'http', status: 413 }
            : { kind: 'http', status: 404, body: 'HTTP Error 404.13' };
      }
      await next();
      return undefined;
    });
    await move.pass();
    interceptors.length = 0;
    expect(Math.max(...sizes)).toBeGreaterThan(1);
    await expectWhole(suite, move);
  });
});

describe('an item that one path cannot carry goes by the next', () => {
  const CORRUPT = ['ErrorItemCorrupt', 'ErrorCorruptData', 'ErrorContentConversionFailed', 'ErrorMimeContentInvalid'];

  test.each(sampleOf(CORRUPT, 4))('%s at the source', async (code) => {
    const move = suite.begin();
    suite.fault('source', { operation: 'ExportItems', effect: { kind: 'item-error', code }, every: 3 });
    await move.pass();
    await expectWhole(suite, move);
    expect(suite.sandbox.destination.stats().requests['CreateItem']).toBeGreaterThan(0);
  });

  test('RpcFormat at the destination', async () => {
    const move = suite.begin();
    const { subject } = await move.first();
    const effect = {
      kind: 'item-error',
      code: 'ErrorInternalServerError',
      message: '[RpcFormat] End of buffer',
    } as const;
    suite.fault('destination', { operation: 'UploadItems', item: { subject }, effect });
    await move.pass();
    await expectWhole(suite, move);
  });

  test('by no path it is listed', async () => {
    const move = suite.begin();
    const { id } = await move.first();
    suite.fault('source', {
      operation: ['ExportItems', 'GetItem'],
      item: { id },
      effect: { kind: 'item-error', code: 'ErrorItemCorrupt' },
    });
    await move.pass();
    expect(await move.errors()).toMatchObject([{ id, fault: { kind: 'corrupt' } }]);
    await expectWhole(suite, move, 1);
  });

  test('an item whose own trouble never passes is tried by each path, then listed', async () => {
    const move = suite.begin();
    const { id } = await move.first();
    suite.fault('source', {
      operation: ['ExportItems', 'GetItem'],
      item: { id },
      effect: { kind: 'item-error', code: 'ErrorInternalServerError' },
    });
    await move.pass();
    expect(await move.errors()).toMatchObject([{ id, method: 'typed' }]);
    expect(move.clock.jumpedMs()).toBeLessThan(10 * 60_000);
    await expectWhole(suite, move, 1);
  });
});

test('what a virus scanner refuses is listed', async () => {
  const move = suite.begin();
  const { subject } = await move.first();
  suite.fault('destination', {
    operation: WRITES,
    item: { subject },
    effect: { kind: 'item-error', code: 'ErrorVirusDetected' },
  });
  await move.pass();
  expect(await move.errors()).toMatchObject([{ fault: { kind: 'refused', code: 'ErrorVirusDetected' } }]);
  await expectWhole(suite, move, 1);
});

test('an item that the source lists, and does not find when it is read, is an error; all others cross', async () => {
  const move = suite.begin();
  const { id } = await move.first();
  suite.fault('source', {
    operation: ['ExportItems', 'GetItem'],
    item: { id },
    effect: { kind: 'item-error', code: 'ErrorItemNotFound' },
  });
  await move.pass();
  expect(await move.errors()).toMatchObject([{ id, fault: { kind: 'vanished', code: 'listed-but-unreadable' } }]);
  await expectWhole(suite, move, 1);
});

test.each(sampleOf(['ErrorInvalidChangeKey', 'ErrorStaleObject', 'ErrorIrresolvableConflict'], 4))(
  '%s is read again, once',
  async (code) => {
    const move = suite.begin();
    const { id } = await move.first();
    suite.fault('source', { operation: 'ExportItems', item: { id }, times: 1, effect: { kind: 'item-error', code } });
    await move.pass();
    await expectWhole(suite, move);

    const other = suite.begin();
    const { subject } = await other.first();
    suite.fault('destination', {
      name: 'again',
      operation: WRITES,
      item: { subject },
      effect: { kind: 'item-error', code },
    });
    await other.pass();
    expect(suite.sandbox.destination.stats().faults['again']).toBe(2);
    await expectWhole(suite, other, 1);
  },
);

describe('a batch that was stopped acts on its first real error', () => {
  test('a quota pauses, with nothing lost and nothing blamed', async () => {
    const move = suite.begin();
    suite.fault('destination', {
      operation: WRITES,
      times: 1,
      item: { index: 0 },
      effect: { kind: 'item-error', code: 'ErrorQuotaExceeded' },
    });
    expect(await move.pass()).toMatchObject({ outcome: 'paused', fault: { kind: 'quota', side: 'destination' } });
    expect(await move.errors()).toEqual([]);
    await move.pass();
    await expectWhole(suite, move);
  });

  test('a passing trouble is waited for', async () => {
    const move = suite.begin();
    suite.fault('source', {
      operation: 'ExportItems',
      times: 2,
      item: { index: 1 },
      effect: { kind: 'item-error', code: 'ErrorMailboxStoreUnavailable' },
    });
    await move.pass();
    await expectWhole(suite, move);
  });
});

test.each(['transfer', 'mime', 'typed'] as const)(
  'by %s, ids of the oldest form are converted, and read',
  async (method) => {
    const move = suite.begin();
    const connection = move.connect('source');
    const { id, subject } = await move.first();
    const { signal } = new AbortController();
    const answer = await connection.call({
      operation: 'ConvertId',
      body: () => [
        xml`
          <m:ConvertId DestinationFormat="EwsLegacyId"><m:SourceIds>
            <t:AlternateId Format="EwsId" Id="${id}" Mailbox="${move.email}"/>
          </m:SourceIds></m:ConvertId>`,
      ],
      signal,
    });
    const legacy = readConvertedId(responseMessages(answer)[0]!)!;
    expect(legacy).not.toBe(id);
    const ref = { changeKey: '', itemClass: 'IPM.Note', sizeBytes: 1 };
    const results = await createExchangeSource(connection).read(
      [
        { ...ref, id },
        { ...ref, id: legacy },
      ],
      method,
      { stream: false },
      signal,
    );
    expect(
      results.map((each) => each.id),
      subject,
    ).toEqual([id, legacy]);
    expect(results.every((each) => 'parcel' in each && each.parcel.sourceId === each.id)).toBe(true);
  },
);

test('more errors than the maximum pause the mailbox', async () => {
  const move = suite.begin();
  suite.fault('destination', {
    operation: WRITES,
    times: 3,
    effect: { kind: 'batch-error', code: 'ErrorVirusDetected' },
  });
  expect(await move.pass('full', { options: () => ({ maximumErrors: 2 }) })).toMatchObject({
    outcome: 'paused',
    fault: { code: 'maximum-errors-reached' },
  });
});
