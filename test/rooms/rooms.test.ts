import { describe, expect, test } from 'vitest';
import { APP_MAY_IMPORT, DIRECTIONS, TYPES_ONLY } from './directions.ts';
import type { Import } from './imports.ts';
import { importsBelow, importsIn } from './imports.ts';
import { allowedBy, offences } from './order.ts';

const worker = importsBelow('worker');
const app = importsBelow('app');

const isIn = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`);
const isTypeOnly = ({ from, to, isType }: Import): boolean =>
  isType && TYPES_ONLY.some((pair) => isIn(from, pair.from) && isIn(to, pair.to));

describe('the order of the rooms', () => {
  test.each(DIRECTIONS)('imports below $below go in one direction', (directions) => {
    expect(offences(worker, directions, isTypeOnly)).toEqual([]);
  });

  test('the app takes types from the API and values from lib', () => {
    const outside = app.filter(({ to }) => !isIn(to, 'app') && isIn(to, 'worker') && !isIn(to, APP_MAY_IMPORT));
    expect(outside.filter((one) => !isTypeOnly(one))).toEqual([]);
  });

  test('the product imports nothing of the tests, and the worker nothing of the app', () => {
    expect([...worker, ...app].filter(({ to }) => isIn(to, 'test'))).toEqual([]);
    expect(worker.filter(({ to }) => isIn(to, 'app'))).toEqual([]);
  });

  test('nothing of the Worker imports the code that starts it on one computer', () => {
    expect(worker.filter(({ from, to }) => isIn(to, 'worker/local') && !isIn(from, 'worker/local'))).toEqual([]);
  });
});

describe('the check itself', () => {
  const lines = ['model ← pacing ← copy', 'model ← settings'];
  const directions = { below: 'worker/engine', lines };
  const see = (from: string, to: string): string[] =>
    offences([{ from: `worker/engine/${from}`, to: `worker/engine/${to}`, isType: false }], directions);

  test('lets an import go down', () => {
    expect(see('copy/batch.ts', 'model/item.ts')).toEqual([]);
    expect(see('copy/batch.ts', 'copy/doubt.ts')).toEqual([]);
  });

  test('names an import that goes up, or across', () => {
    expect(see('model/item.ts', 'copy/batch.ts')).toEqual([
      'worker/engine/model/item.ts → worker/engine/copy/batch.ts',
    ]);
    expect(see('settings/carry.ts', 'pacing/pacer.ts')).toHaveLength(1);
  });

  test('names a folder that no line has', () => {
    expect(see('spare/thing.ts', 'model/item.ts')).toContain('worker/engine/spare has no place in the order');
  });

  test('refuses lines that lead in a circle', () => {
    expect(() => allowedBy(['a ← b ← c', 'c ← a'])).toThrow('circle');
  });

  test('sees every form of import', () => {
    const text = [
      `import type { A } from './a.ts';`,
      `import { b,\n  c } from '../b.ts';`,
      `export * from './c.ts';`,
      `import './d.ts';`,
      `const e = await import('./e.ts');`,
      `type F = import('./f.ts').F;`,
      `import { g } from 'elsewhere';`,
    ].join('\n');
    const seen = importsIn('worker/lib/x.ts', text);
    expect(seen.map(({ to }) => to)).toEqual(
      ['lib/a.ts', 'b.ts', 'lib/c.ts', 'lib/d.ts', 'lib/e.ts', 'lib/f.ts'].map((path) => `worker/${path}`),
    );
    expect(seen.map(({ isType }) => isType)).toEqual([true, false, false, false, false, false]);
  });
});
