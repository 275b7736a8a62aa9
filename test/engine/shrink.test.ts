import { expect, test } from 'vitest';
import { forSeeds, shrink } from '../fakes/shrink.ts';

test('a failing list of draws shrinks to the relevant ones', async () => {
  const draws = Array.from({ length: 200 }, (_, index) => (index % 50 === 7 ? 0.01 : 0.5));
  const smallest = await shrink(draws, async (some) => some.filter((draw) => draw > 0 && draw < 0.1).length >= 2);
  expect(smallest).toEqual([0.01, 0.01]);
});

test('a list that fails only because of its last draw keeps that one', async () => {
  const smallest = await shrink([0.3, 0.4, 0.5, 0.6], async (some) => some.includes(0.6));
  expect(smallest).toEqual([0.6]);
});

test('a model that fails tells its seed, how much matters, and how to run it alone', async () => {
  const model = async (random: () => number, label: string): Promise<void> => {
    const steps = Math.floor(random() * 100);
    let low = 0;
    for (let step = 0; step < steps; step++) if (random() < 0.2) low += 1;
    if (low >= 3) throw new Error(`${label}: lost an item`);
  };
  const error = await forSeeds(1, 20, model).catch((reason: unknown) => reason as Error);
  expect(error?.message).toMatch(/^seed \d+, shrunk: lost an item/);
  const [, drawn, matter] = /made (\d+) draws; .* (\d+) matter/.exec(error?.message ?? '') ?? [];
  expect(Number(matter)).toBeLessThanOrEqual(3);
  expect(Number(drawn)).toBeGreaterThan(Number(matter));
  expect(error?.message).toContain('DRAWS=');
});

test('a run that only fails in another way is not taken for a smaller one', async () => {
  const model = async (random: () => number): Promise<void> => {
    const first = random();
    if (first > 0.99) throw new Error('never ends');
    if (random() < 0.5) throw new Error('lost an item');
  };
  const error = await forSeeds(1, 20, model).catch((reason: unknown) => reason as Error);
  expect(error?.message).toMatch(/^lost an item/);
});
