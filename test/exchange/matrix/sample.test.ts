import { describe, expect, it } from 'vitest';
import { allCells, classOf, nameOf, roughClassOf, dealOf } from './cells.ts';

const all = allCells();
const MOST_SEEDS = 400;
const distinct = (names: readonly string[]): string[] => [...new Set(names)].toSorted();

describe('the sample of the matrix', () => {
  it.each([1, 7, 4711])('has every class of cell once, and every code and page: seed %i', (seed) => {
    const sample = dealOf(all, seed);
    expect(sample.map(classOf).toSorted()).toEqual(distinct(all.map(classOf)));
    expect(distinct(sample.map(({ kind }) => kind))).toEqual(distinct(all.map(({ kind }) => kind)));
    expect(sample.length).toBeGreaterThan(all.length / 12);
  });

  it.each([1, 7, 4711])('is smaller by rough classes, and has every code and page as well: seed %i', (seed) => {
    const sample = dealOf(all, seed, roughClassOf);
    expect(sample.map(roughClassOf).toSorted()).toEqual(distinct(all.map(roughClassOf)));
    expect(distinct(sample.map(({ kind }) => kind))).toEqual(distinct(all.map(({ kind }) => kind)));
    expect(sample.length).toBeLessThan(dealOf(all, seed).length / 3);
  });

  it('is another one by another seed, and leaves no cell out for good', () => {
    const names = (seed: number) => dealOf(all, seed).map(nameOf);
    expect(names(1)).not.toEqual(names(2));
    const missing = new Set(all.map(nameOf));
    for (let seed = 0; seed < MOST_SEEDS && missing.size > 0; seed++)
      for (const name of names(seed)) missing.delete(name);
    expect([...missing]).toEqual([]);
  });
});
