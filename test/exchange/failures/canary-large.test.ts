import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';
import type { PairFact, PairMemory } from '../../../worker/engine/model/memory.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createMove, SEED, startPair } from './pair.ts';

/** Mailboxes of items that stream, the third one of items that are buffered; none is small. */
let sandbox: Sandbox;
let next = 0;

beforeAll(async () => {
  process.stdout.write(`failures seed ${SEED}\n`);
  const fill = (bytes: number) => ({ items: 0, largeItems: Array.from({ length: 5 }, () => ({ bytes })) });
  const sizes = [2_500_000, 2_500_000, 1_000_000, 2_500_000, 2_500_000];
  sandbox = await startPair(5, fill(0), {
    source: {
      profile: 'ExchangeSE',
      mailboxes: sizes.map((bytes, at) => ({ email: `box${at}@example.com`, fill: { seed: SEED, ...fill(bytes) } })),
    },
    destination: { profile: 'Exchange2013' },
  });
});
afterEach(() => {
  sandbox.destination.side.acceptsNewerStreams = false;
  for (const { resetStats } of [sandbox.source, sandbox.destination]) resetStats();
});
afterAll(() => sandbox.close());

function memory(known: PairFact): PairMemory & { verdicts: string[] } {
  const verdicts: string[] = [];
  return { verdicts, get: async () => known, put: async (_, verdict) => void verdicts.push(verdict) };
}

/** Runs a pass, by which all of the mailbox arrives. */
async function moveAll(known: PairFact = 'unknown'): Promise<{ verdicts: string[]; uploads: number }> {
  const pairs = memory(known);
  const move = createMove(sandbox, next++);
  await move.pass('full', { pairs });
  expect(move.results.at(-1)).toMatchObject({ outcome: 'done' });
  expect(await move.errors()).toEqual([]);
  const { source, destination } = await move.lines();
  expect(destination).toHaveLength(source.length);
  const uploads = sandbox.destination.stats().requests['UploadItems'] ?? 0;
  return { verdicts: pairs.verdicts, uploads };
}

test('items that stream cross without a trial, and show what one would have shown', async () => {
  sandbox.destination.side.acceptsNewerStreams = true;
  const { verdicts, uploads } = await moveAll();
  expect(verdicts).toEqual(['takes']);
  expect(uploads).toBe(5);
});

test('where the destination refuses them, each takes another way', async () => {
  const { verdicts, uploads } = await moveAll();
  expect(verdicts).toEqual([]);
  expect(uploads).toBe(5);
});

test('where there is nothing smaller, one that fits into memory is tried', async () => {
  sandbox.destination.side.acceptsNewerStreams = true;
  const { verdicts, uploads } = await moveAll();
  expect(verdicts).toEqual(['takes']);
  expect(uploads).toBeGreaterThan(1);
});

test('while another slice finds out, what crosses shows it too', async () => {
  sandbox.destination.side.acceptsNewerStreams = true;
  const { verdicts } = await moveAll('presumed');
  expect(verdicts).toEqual(['takes']);
});

test('what is known is not said again', async () => {
  sandbox.destination.side.acceptsNewerStreams = true;
  const { verdicts } = await moveAll('takes');
  expect(verdicts).toEqual([]);
});
