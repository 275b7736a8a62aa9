import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { boundedLines, lastLines } from './bounded-lines.ts';
import type { Task } from './contender.ts';
import { runScript } from './script.ts';

async function linesOf(chunks: readonly string[], longest?: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of boundedLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), longest))
    lines.push(line);
  return lines;
}

describe('the lines of a script', () => {
  test('come whole, wherever the chunks end', async () => {
    expect(await linesOf(['be', 'gin\n{"no', 'te":1}\n\nrest'])).toEqual(['begin', '{"note":1}', '', 'rest']);
  });

  test('are cut at the maximum length, and the next line is complete', async () => {
    expect(await linesOf(['abc', 'defgh', 'ij\nklm', 'nopq\nr'], 5)).toEqual(['abcde', 'klmno', 'r']);
  });

  test('at the end are kept', async () => {
    expect(await lastLines(Readable.from(['1\n2\n3\n4']), 2)).toEqual(['3', '4']);
  });
});

/** A script fails as exchangelib does: the whole request is in its error. */
const FAILING = `
process.stdout.write('begin\\n');
for (let i = 0; i < 40; i++) process.stderr.write('QUJD'.repeat(65536));
process.stderr.write('\\nTypeError: the request was too large\\n');
process.exitCode = 1;
`;

test('a script that fails with a request of ten megabytes says why in a few lines', async () => {
  const login = { email: 'a@old.example', password: 'x' };
  const task = {
    source: { url: '' },
    destination: { url: '' },
    from: login,
    to: login,
    ready: async () => {},
    limitMs: 20_000,
  };
  const error = await runScript([process.execPath, '-e', FAILING], task as unknown as Task).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error?.message).toContain('TypeError: the request was too large');
  expect(error?.message.length).toBeLessThan(3_000);
});
