import { expect, test } from 'vitest';
import { Random } from '../generate/random.ts';
import { Spool } from './spool.ts';

const SEED = 20261122;

test.each([
  ['in memory', 1 << 24],
  ['in a file from some byte on', 300_000],
  ['in a file from the first byte on', 0],
])('what goes in comes out, %s', (_, inMemoryBytes) => {
  process.stdout.write(`seed ${SEED}\n`);
  const random = new Random(SEED);
  for (let round = 0; round < 20; round += 1) {
    const spool = new Spool(inMemoryBytes);
    const written: Buffer[] = [];
    for (let pieces = random.between(0, 12); pieces > 0; pieces -= 1) {
      const piece = random.bytes(random.pick([0, 1, 6144, 65_535, 65_536, 65_537, 200_000]));
      spool.write(piece);
      written.push(Buffer.from(piece));
      piece.fill(0);
    }
    const whole = Buffer.concat(written);
    expect(spool.lengthBytes).toBe(whole.length);
    expect(spool.all().equals(whole)).toBe(true);
    const start = random.between(0, whole.length);
    const length = random.between(0, whole.length - start);
    expect(spool.read(start, length).equals(whole.subarray(start, start + length))).toBe(true);
    expect(Buffer.concat([...spool.pieces(start)]).equals(whole.subarray(start))).toBe(true);
    expect(() => spool.read(start, whole.length - start + 1)).toThrow(RangeError);
    spool.dispose();
    expect(spool.lengthBytes).toBe(0);
  }
});

test('spools share what may be held in memory, and give it back', () => {
  const LIMIT = 400_000;
  const half = Buffer.alloc(200_000, 1);
  const [first, second] = [new Spool(LIMIT), new Spool(LIMIT)];
  first.write(half);
  expect(first.isInMemory).toBe(true);
  second.write(half);
  second.write(half);
  expect([first.isInMemory, second.isInMemory]).toEqual([true, false]);
  expect(second.all().equals(Buffer.concat([half, half]))).toBe(true);
  first.dispose();
  second.dispose();
  const third = new Spool(LIMIT);
  third.write(half);
  expect(third.isInMemory).toBe(true);
  third.dispose();
});
