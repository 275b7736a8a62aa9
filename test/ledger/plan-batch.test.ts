import { describe, expect, it } from 'vitest';
import { planBatch } from '../../worker/ledger/plan-batch.ts';

describe('the plan of a batch', () => {
  const limits = { maxItems: 3, maxBytes: 100, streamFromBytes: 1_000 };
  const item = (id: string, sizeBytes: number, matchKey = id, attempts = 0) => ({ id, sizeBytes, matchKey, attempts });

  it('stays within the limits', () => {
    const small = [item('a', 40), item('b', 40), item('c', 40)];
    expect(planBatch(small, new Set(), limits).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(
      planBatch(
        ['a', 'b', 'c', 'd', 'e'].map((id) => item(id, 1)),
        new Set(),
        limits,
      ),
    ).toHaveLength(3);
  });

  it('lets a large item go alone', () => {
    expect(planBatch([item('big', 5_000), item('a', 1)], new Set(), limits).map(({ id }) => id)).toEqual(['big']);
    expect(planBatch([item('a', 1), item('big', 5_000), item('b', 1)], new Set(), limits).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  });

  it('lets an item of a failed batch go alone', () => {
    const tried = [item('a', 1, 'a', 1), item('b', 1)];
    expect(planBatch(tried, new Set(), limits).map(({ id }) => id)).toEqual(['a']);
  });

  it('holds twins back while one of them is on its way', () => {
    const twins = [item('a', 1, 'twin'), item('b', 1, 'twin'), item('c', 1)];
    expect(planBatch(twins, new Set(), limits).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(planBatch(twins, new Set(['twin']), limits).map(({ id }) => id)).toEqual(['c']);
  });
});
