import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isUpToDate } from '../../worker/local/up-to-date.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'up-to-date-'));
  mkdirSync(join(folder, 'app/ui'), { recursive: true });
  for (const name of ['app/ui/button.tsx', 'app/main.tsx', 'lock.json']) put(name, 100);
  put('index.html', 150);
  for (const name of ['app/ui', 'app']) utimesSync(join(folder, name), 100, 100);
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, seconds: number): void {
  writeFileSync(join(folder, name), name);
  utimesSync(join(folder, name), seconds, seconds);
}

const isBuilt = () => isUpToDate(join(folder, 'index.html'), [join(folder, 'app'), join(folder, 'lock.json')]);

describe('what was built', () => {
  test('is up to date while all that it is made from is older', () => {
    expect(isBuilt()).toBe(true);
  });

  test.each([
    ['app/ui/button.tsx', 'after it', 151],
    ['lock.json', 'after it', 151],
    ['app/main.tsx', 'while it was built', 140],
  ])('is not when %s changed %s', (name, _when, seconds) => {
    put(name, seconds);
    expect(isBuilt()).toBe(false);
  });

  test('is not after a file was taken away', () => {
    rmSync(join(folder, 'app/ui/button.tsx'));
    expect(isBuilt()).toBe(false);
  });

  test('is not where it is missing', () => {
    rmSync(join(folder, 'index.html'));
    expect(isBuilt()).toBe(false);
  });
});
