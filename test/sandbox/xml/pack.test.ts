import { expect, test } from 'vitest';
import { Random } from '../generate/random.ts';
import { LEAST_PIECE_BYTES, pack, packedLength } from './pack.ts';
import type { Base64 } from './node.ts';

const SEED = 20261122;

test('what is packed reads as its parts do one behind the other, however they are cut', () => {
  process.stdout.write(`seed ${SEED}\n`);
  const random = new Random(SEED);
  for (let round = 0; round < 60; round += 1) {
    let expected = '';
    const parts: (string | Base64)[] = Array.from({ length: random.between(1, 8) }, () => {
      if (random.chance(0.5)) {
        const text = 'aß漢😀\r\n'.repeat(random.pick([0, 1, 50, 9000]));
        expected += text;
        return text;
      }
      const cuts = Array.from({ length: random.between(0, 6) }, () =>
        random.bytes(random.pick([0, 1, 2, 3, 4, 5, 100, 24_575, 24_576, 24_577, 100_001])),
      );
      const whole = Buffer.concat(cuts);
      expected += whole.toString('base64');
      return { kind: 'base64', lengthBytes: whole.length, bytes: () => cuts };
    });
    const size = random.pick([LEAST_PIECE_BYTES, 100_003, 1 << 18]);
    const pieces = [...pack(parts, () => Buffer.allocUnsafe(size))];
    const packed = Buffer.concat(pieces);
    expect(packed.equals(Buffer.from(expected))).toBe(true);
    expect(packed.length).toBe(packedLength(parts));
    expect(pieces.every((piece) => piece.length > 0 && piece.length <= size)).toBe(true);
  }
});
