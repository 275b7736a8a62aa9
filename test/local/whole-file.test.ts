import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSecrets } from '../../worker/local/secrets.ts';
import { readJsonFile, writeWholeFile } from '../../worker/local/whole-file.ts';
import { canMount, mountSmallDisk, NEEDS_MOUNT } from './small-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailferry-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a file that is written whole', () => {
  test('is read as it was written, by its owner only, and leaves nothing beside it', () => {
    const file = join(folder, 'x.json');
    writeWholeFile(file, { a: 1 });
    writeWholeFile(file, { a: 2 });
    expect(readJsonFile(file)).toEqual({ a: 2 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  test('is undefined where it is missing or damaged', () => {
    writeFileSync(join(folder, 'half.json'), '{"a":');
    expect(readJsonFile(join(folder, 'half.json'))).toBeUndefined();
    expect(readJsonFile(join(folder, 'none.json'))).toBeUndefined();
  });

  test.skipIf(!canMount())(`stays as it was on a full disk (${NEEDS_MOUNT})`, () => {
    const disk = mountSmallDisk(1)!;
    try {
      const file = join(disk.path, 'x.json');
      writeWholeFile(file, { a: 1 });
      disk.fill();
      expect(() => writeWholeFile(file, { a: 2 })).toThrow('ENOSPC');
      expect(readJsonFile(file)).toEqual({ a: 1 });
      expect(readdirSync(disk.path)).not.toContain('x.json.part');
    } finally {
      disk.close();
    }
  });
});

describe('the secrets of this computer', () => {
  test('are made once', () => {
    const secrets = readSecrets(folder);
    expect(Buffer.from(secrets.VAULT_KEY, 'base64')).toHaveLength(32);
    expect(readSecrets(folder)).toEqual(secrets);
  });

  test('are not replaced when their file is damaged: others would not open what these sealed', () => {
    const file = join(folder, 'secrets.json');
    writeFileSync(file, '');
    expect(() => readSecrets(folder)).toThrow(`${file} is damaged.`);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
