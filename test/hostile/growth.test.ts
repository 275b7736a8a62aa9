import { expect, test } from 'vitest';
import { sampleOf } from '../sample.ts';
import { EXPRESSIONS } from './expressions.ts';
import { findExpressions } from './find-expressions.ts';
import { growthOf } from './grow.ts';
import { inputOf, pumpsFor, searchFor } from './pumps.ts';
import { NO_SCANNERS, SCANNERS } from './scanners.ts';

const found = ['worker', 'app'].map(findExpressions);
const listed = Object.values(EXPRESSIONS).flatMap((files) =>
  Object.entries(files).flatMap(([from, expressions]) => expressions.map((each) => `${from} ${each}`)),
);

test('the list names every expression of the project, and no other', () => {
  const inSource = found.flatMap(({ expressions }) =>
    expressions.map(({ from, pattern, flags }) => `${from} /${pattern}/${flags}`),
  );
  expect([...new Set(inSource)].toSorted()).toEqual(listed.toSorted());
});

test('no expression is made while the program runs', () => {
  expect(found.flatMap(({ made }) => made)).toEqual([]);
});

test('what goes through text or bytes by itself is measured, or goes through nothing long', () => {
  const measured = new Set(SCANNERS.flatMap(({ files }) => files));
  const scanners = findExpressions('worker').scanners;
  expect(scanners.filter((from) => !measured.has(from) && NO_SCANNERS[from] === undefined)).toEqual([]);
  expect(Object.keys(NO_SCANNERS).filter((from) => !scanners.includes(from))).toEqual([]);
});

/** The input under which an expression grows by more than its input, with the times. */
function worstOf(expression: string) {
  const end = expression.lastIndexOf('/');
  const [pattern, flags] = [expression.slice(1, end), expression.slice(end + 1)];
  const search = searchFor(pattern, flags);
  for (const pump of pumpsFor(pattern)) {
    const growth = growthOf((size) => {
      const text = inputOf(pump, size);
      return () => search(text);
    });
    if (growth) return { expression, pump, growth };
  }
  return undefined;
}

test.each(
  sampleOf(
    [
      String.raw`/<categories([^>]*)\/>\s*$/`,
      String.raw`/"(?:[^"\\]|\\[\s\S])*"|<[^>]*>/`,
      String.raw`/^[^/]*[^/]*[^/]*[^/]*zz(?:\/|$)/`,
    ],
    2,
  ),
)('an expression that backtracks is seen: %s', (expression) => {
  expect(worstOf(expression)).toBeDefined();
});

test.each(
  Object.entries(EXPRESSIONS).flatMap(([reads, files]) =>
    Object.entries(files).map((each) => [reads, ...each] as const),
  ),
)('what reads bytes of a %s in %s takes time as the input grows, and no more', (_, _from, expressions) => {
  expect(expressions.map(worstOf).filter((worst) => worst !== undefined)).toEqual([]);
});

test.each(
  SCANNERS.flatMap(({ name, attacks }) =>
    Object.entries(attacks).map(([attack, workOn]) => ({ name, attack, workOn })),
  ),
)('$name: $attack', ({ workOn }) => {
  expect(growthOf(workOn)).toBeUndefined();
});
