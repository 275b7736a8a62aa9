import { expect, test } from 'vitest';
import { describeCosts } from './costs.ts';
import { cpuSecondsIn } from './cpu.ts';

test('the CPU of ended children is read whatever the process is called', () => {
  const stat = '12 (a (name) 7) S 1 12 12 0 -1 4194304 5 6 0 0 100 50 1234 66 20 0 11 0 999';
  expect(cpuSecondsIn(stat)).toBe(13);
  expect(cpuSecondsIn(undefined)).toBeUndefined();
});

test('a run ends with what each suite cost, and with its ten slowest files', () => {
  const files = Array.from({ length: 12 }, (_, at) => ({ file: `file-${at}.test.ts`, seconds: at }));
  const costs = [
    { title: 'API', seconds: 120.4, cpuSeconds: 99.6 },
    { title: 'elsewhere', seconds: 3, cpuSeconds: undefined },
  ];
  const text = describeCosts(costs, files);
  expect(text).toContain('     120      100  API');
  expect(text).toContain('       3        –  elsewhere');
  expect(text.match(/file-\d+/g)).toEqual(Array.from({ length: 10 }, (_, at) => `file-${11 - at}`));
});
