import { expect, test } from 'vitest';
import type { PeoplePlan } from '../../../worker/lib/people-facts.ts';
import { afterAnswer, beginSearch, exactEntries } from '../../../worker/exchange/people/search-plan.ts';

const next = ({ pending }: PeoplePlan) => pending.at(-1);

/** Asks a list as a server with a limit of `most` would answer, and gives the searches and who was found. */
function walk(names: readonly string[], most: number, search?: string) {
  const found = new Set<string>();
  const asked: string[] = [];
  let plan = beginSearch(search);
  for (let entry = next(plan); entry !== undefined; entry = next(plan)) {
    asked.push(entry);
    const hits = names.filter((name) => name.startsWith(entry));
    for (const hit of hits.slice(0, most)) found.add(hit);
    plan = afterAnswer(plan, entry, hits.length > most, search);
  }
  return { found: [...found].toSorted(), asked, isCutShort: plan.isCutShort };
}

test('beginnings are asked for in order, and those that find too many with one character more', () => {
  const names = ['ada', 'adam', 'adele', 'amy', 'ben', 'zoe'];
  const { found, asked, isCutShort } = walk(names, 3);
  expect(found).toEqual(names);
  expect(isCutShort).toBe(false);
  expect(asked.slice(0, 6)).toEqual(['a', 'aa', 'ab', 'ac', 'ad', 'ae']);
  expect(asked.indexOf('b')).toBe(asked.indexOf("a'") + 1);
});

test('a search begins with what was searched for', () => {
  expect(walk(['ada', 'ben', 'beth'], 100, 'be')).toMatchObject({ found: ['ben', 'beth'], asked: ['be'] });
  expect(walk(['ada', 'ben', 'beth'], 1, 'be').found).toEqual(['ben', 'beth']);
});

test('what stays too much however long the beginning is, is said and ends', () => {
  const names = Array.from({ length: 5 }, (_, at) => `${'a'.repeat(30)}${'x'.repeat(at)}`);
  const { isCutShort, asked } = walk(names, 2);
  expect(isCutShort).toBe(true);
  expect(asked.length).toBeLessThan(700);
  const whole = 'smtp:ada@old.example';
  expect(afterAnswer(beginSearch(whole), whole, true, whole)).toMatchObject({ pending: [], isCutShort: true });
});

test('whoever is called exactly what found too many is asked for by the address', () => {
  expect(exactEntries('an', ['a.example', 'b.example'])).toEqual(['smtp:an@a.example', 'smtp:an@b.example']);
  expect(exactEntries('an na', ['a.example'])).toEqual([]);
});

test('a server that says of every search that there is more is asked no more after a while', () => {
  let plan = beginSearch();
  let times = 0;
  for (let entry = next(plan); entry !== undefined; entry = next(plan), times += 1)
    plan = afterAnswer(plan, entry, true);
  expect([times, plan.isCutShort]).toEqual([4_000, true]);
  const last = { pending: ['z'], asked: 3_999, isCutShort: false };
  expect(afterAnswer(last, 'z', false)).toMatchObject({ pending: [], isCutShort: false });
});
