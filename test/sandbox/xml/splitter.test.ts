import { expect, test } from 'vitest';
import { Random } from '../generate/random.ts';
import { Splitter } from './splitter.ts';

const SEED = 20261122;

/** The bytes of a body in chunks cut anywhere. */
function* cut(random: Random, body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length;) {
    const length = random.pick([1, 2, 3, 5, 17, 1000, 65_536, 70_001]);
    yield body.subarray(at, at + length);
    at += length;
  }
}

test('contents come out as they went in, however large, however the chunks are cut, with and without lines', () => {
  process.stdout.write(`seed ${SEED}\n`);
  const random = new Random(SEED);
  for (let round = 0; round < 30; round += 1) {
    const contents = Array.from({ length: random.between(1, 4) }, () =>
      random.bytes(random.pick([0, 1, 2, 3, 4000, 65_535, 65_536, 65_537, 200_000, 1_300_000])),
    );
    const body = contents
      .map((bytes) => {
        const text = bytes.toString('base64');
        return `<m:Data>${random.chance(0.3) ? text.replace(/.{76}/g, '$&\r\n') : text}</m:Data>`;
      })
      .join('<t:Other a="1>2">é</t:Other>');
    const splitter = new Splitter();
    for (const chunk of cut(random, Buffer.from(`<a>${body}</a>`))) splitter.push(chunk);
    const control = splitter.end();
    const expected = contents.map((_, index) => `<m:Data>spool:${index}</m:Data>`).join('<t:Other a="1>2">é</t:Other>');
    expect(control).toBe(`<a>${expected}</a>`);
    contents.forEach((bytes, index) => {
      const spool = splitter.spools[index];
      if (!spool) throw new Error('No spool');
      expect(spool.isBase64).toBe(true);
      expect(spool.lengthBytes).toBe(bytes.length);
      expect(spool.all().equals(bytes)).toBe(true);
      const start = random.between(0, bytes.length);
      const length = random.between(0, bytes.length - start);
      expect(spool.read(start, length).equals(bytes.subarray(start, start + length))).toBe(true);
      expect(Buffer.concat([...spool.pieces(start)]).equals(bytes.subarray(start))).toBe(true);
      expect(() => spool.read(1, bytes.length)).toThrow(RangeError);
    });
    splitter.dispose();
  }
});

test.each(['####', 'AAA', 'AA==AAAA', 'AAA-', 'AA_A', 'AAAAA', 'AA=A', `${'A'.repeat(40_000)}*AAA`])(
  'what is no base64 is known as that: %s',
  (text) => {
    const splitter = new Splitter();
    splitter.push(Buffer.from(`<m:Data>${text}</m:Data>`));
    splitter.end();
    expect(splitter.spools[0]?.isBase64).toBe(false);
    splitter.dispose();
  },
);
