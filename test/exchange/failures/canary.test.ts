import { afterEach, expect, test } from 'vitest';
import type { PairMemory, Versions } from '../../../worker/engine/model/memory.ts';
import type { Move } from './pair.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(6, { source: { profile: 'ExchangeSE' }, destination: { profile: 'Exchange2013' } });
afterEach(() => {
  suite.sandbox.destination.side.acceptsNewerStreams = false;
});

function memory(): PairMemory & { asked: Versions[]; known: Map<string, 'takes' | 'refuses'> } {
  const known = new Map<string, 'takes' | 'refuses'>();
  const asked: Versions[] = [];
  return {
    asked,
    known,
    get: async (versions) => {
      asked.push(versions);
      return known.get(JSON.stringify(versions)) ?? 'unknown';
    },
    put: async (versions, verdict) => void known.set(JSON.stringify(versions), verdict),
  };
}

/** By other methods: what exactly they carry is not the matter here. */
async function expectAll(move: Move): Promise<void> {
  expect(await move.errors()).toEqual([]);
  const { source, destination } = await move.lines();
  expect(destination).toHaveLength(source.length);
}

const requests = (operation: string) => suite.sandbox.destination.stats().requests[operation] ?? 0;

test('an older server that refuses a newer one’s stream is found out once, before any item goes that way', async () => {
  const pairs = memory();
  const first = suite.begin();
  await first.pass('full', { pairs });
  expect([...pairs.known.values()]).toEqual(['refuses']);
  expect(requests('UploadItems')).toBe(3);
  expect(requests('DeleteFolder')).toBeGreaterThanOrEqual(3);
  await expectAll(first);

  const second = suite.begin();
  await second.pass('full', { pairs });
  expect(requests('UploadItems')).toBe(3);
  expect(pairs.asked.every(({ source, destination }) => /SE/.test(source) && /2013/.test(destination))).toBe(true);
  await expectAll(second);
});

test('one that takes it gets all items so, and the hidden folder is gone', async () => {
  suite.sandbox.destination.side.acceptsNewerStreams = true;
  const pairs = memory();
  const move = suite.begin();
  await move.pass('full', { pairs });
  expect([...pairs.known.values()]).toEqual(['takes']);
  expect([requests('DeleteFolder'), requests('CreateItem')]).toEqual([1, 0]);
  await expectWhole(suite, move);
});

test('a damaged item is no verdict on the pair, and neither is trouble: what crosses afterwards is one', async () => {
  suite.sandbox.destination.side.acceptsNewerStreams = true;
  const pairs = memory();
  const move = suite.begin();
  suite.fault('destination', {
    operation: 'UploadItems',
    times: 1,
    effect: { kind: 'batch-error', code: 'ErrorCorruptData' },
  });
  await move.pass('full', { pairs });
  expect([...pairs.known.values()]).toEqual(['takes']);
  await expectWhole(suite, move);

  const other = suite.begin();
  const busy = memory();
  suite.fault('destination', { operation: 'UploadItems', times: 3, effect: { kind: 'http', page: 'unavailable' } });
  await other.pass('full', { pairs: busy });
  expect([...busy.known.values()]).toEqual(['takes']);
  await expectWhole(suite, other);
});

test('the folder that could not be removed at once is gone when the pass has ended, and no one sees it before', async () => {
  const { side, store } = suite.sandbox.destination;
  side.acceptsNewerStreams = true;
  const left = () => store.sql("select name, parent from folders where name like 'Mailferry%'").all();
  const move = suite.begin();
  const seen: unknown[] = [];
  const unseen = () => seen.push(...left());
  suite.fault('destination', {
    operation: 'DeleteFolder',
    times: 2,
    effect: { kind: 'batch-error', code: 'ErrorInternalServerTransientError' },
  });
  await move.pass('full', { pairs: memory(), onProgress: unseen });
  const roots = store.sql("select id from folders where distinguished = 'msgfolderroot'").all() as { id: number }[];
  expect(seen.length).toBeGreaterThan(0);
  for (const { parent } of seen as { parent: number }[]) expect(roots.map(({ id }) => id)).not.toContain(parent);
  expect(left()).toEqual([]);
  await expectWhole(suite, move);
});
