import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { SCRIPT } from '../../../worker/features/credential-requests/page/script.ts';
import { STYLES } from '../../../worker/features/credential-requests/page/styles.ts';

async function zipped(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

test('the script is of a syntax that every browser reads, and small', async () => {
  expect(() => parse(SCRIPT, { ecmaVersion: 5, sourceType: 'script' })).not.toThrow();
  // What browsers of that time do not have, whatever the syntax.
  expect(SCRIPT).not.toMatch(
    /\bfetch\(|Promise|\.forEach|URLSearchParams|Object\.(?:assign|entries)|\.closest\(|\.includes\(/,
  );
  expect(await zipped(SCRIPT)).toBeLessThan(25 * 1024);
  expect(await zipped(STYLES)).toBeLessThan(10 * 1024);
});
