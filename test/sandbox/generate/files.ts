import { crc32, deflateSync } from 'node:zlib';
import type { Random } from './random.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), 4 + body.length);
  return out;
}

/** A picture that viewers open: coloured bands. */
export function pngOf(random: Random, size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (1 + size * 3));
  const tint = random.bytes(3);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size * 3; x += 1)
      rows[y * (1 + size * 3) + 1 + x] = ((tint[x % 3] as number) + (y >> 2) * 7) & 0xff;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export type MadeFile = { name: string; type: string; bytes: Buffer };

/** An attachment of one of the usual kinds. */
export function fileOf(random: Random): MadeFile {
  const kilobytes = random.chance(0.1) ? random.between(60, 200) : random.between(1, 20);
  const number = random.between(100, 9999);
  return random.pick([
    (): MadeFile => ({ name: `scan-${number}.png`, type: 'image/png', bytes: pngOf(random, 48) }),
    (): MadeFile => ({
      name: `Report ${number}.pdf`,
      type: 'application/pdf',
      bytes: Buffer.concat([Buffer.from('%PDF-1.4\n'), random.bytes(kilobytes * 1024), Buffer.from('\n%%EOF\n')]),
    }),
    (): MadeFile => ({
      name: `Größe & Gewicht ${number}.xlsx`,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), random.bytes(kilobytes * 700)]),
    }),
    (): MadeFile => ({
      name: `${number}.csv`,
      type: 'text/csv',
      bytes: Buffer.from(
        Array.from(
          { length: kilobytes * 8 },
          (_, row) => `${row};${random.hex(12)};${random.between(1, 999)}\r\n`,
        ).join(''),
      ),
    }),
    (): MadeFile => ({
      name: `отчёт-${number}.docx`,
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      bytes: random.bytes(kilobytes * 512),
    }),
    (): MadeFile => ({
      name: 'winmail.dat',
      type: 'application/ms-tnef',
      bytes: Buffer.concat([Buffer.from('78 9f 3e 22'.replaceAll(' ', ''), 'hex'), random.bytes(700)]),
    }),
    (): MadeFile => ({ name: 'empty.txt', type: 'text/plain', bytes: Buffer.alloc(0) }),
  ])();
}
