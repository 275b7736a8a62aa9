import { createConnection } from 'node:net';
import { connect } from 'node:tls';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureOf, LENIENT } from '../kit/tls-client.ts';
import { newAuthority, openDoor } from '../kit/door-kit.ts';
import type { Authority } from './authority.ts';
import { readClientHello } from './hello.ts';
import { CUTS } from './odd-doors.ts';

let authority: Authority;
beforeAll(async () => {
  authority = await newAuthority();
});

/** A ClientHello as a client of Windows XP would send it, with these ciphers; what comes back. */
async function hello(port: number, version: number, ciphers: readonly number[]): Promise<Buffer> {
  const list = Buffer.concat(ciphers.map((each) => Buffer.from([each >> 8, each & 255])));
  const body = Buffer.concat([
    Buffer.from([version >> 8, version & 255]),
    Buffer.alloc(32, 7),
    Buffer.from([0, 0, list.length]),
    list,
    Buffer.from([1, 0]),
  ]);
  const message = Buffer.concat([Buffer.from([22, 3, 0, 0, body.length + 4, 1, 0, 0, body.length]), body]);
  const socket = createConnection({ host: '127.0.0.1', port });
  // In two pieces: what a server reads may be cut anywhere.
  socket.write(message.subarray(0, 7));
  await setTimeout(20);
  socket.write(message.subarray(7));
  const piece = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.destroy();
  return piece;
}

describe('a front door that', () => {
  test.each(CUTS)('cuts the handshake (%s) gets no word', async (cutAt) => {
    const door = await openDoor(authority, { profile: '2016', handshake: 'cut', cutAt });
    const code = await failureOf(door.port, { ca: authority.root });
    expect(['ECONNRESET', 'EPIPE']).toContain(code);
    await expect
      .poll(() => door.visits.list[0])
      .toMatchObject({ handshake: 'failed', applicationBytes: 0, requests: 0 });
  });

  test('hangs in the handshake answers nothing for as long as the client waits', async () => {
    const door = await openDoor(authority, { profile: '2016', handshake: 'hang' });
    const socket = connect({ host: '127.0.0.1', port: door.port, ca: authority.root });
    const said: string[] = [];
    for (const event of ['secureConnect', 'error', 'end', 'close']) socket.on(event, () => said.push(event));
    await setTimeout(300);
    expect([said, door.visits.list[0]?.handshake]).toEqual([[], 'under way']);
    socket.destroy();
    await expect.poll(() => door.visits.list[0]?.handshake).toBe('failed');
  });

  test.each([
    ['3des-only', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ['rc4-only', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    ['ssl-3-only', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
  ] as const)('is %s refuses Node at its most lenient', async (handshake, code) => {
    const door = await openDoor(authority, { profile: '2003', handshake });
    expect(await failureOf(door.port, { ...LENIENT, ca: authority.root })).toBe(code);
    await expect.poll(() => door.visits.list[0]).toMatchObject({ handshake: 'failed', applicationBytes: 0 });
  });

  test('has 3DES or RC4 alone chooses it where it is offered, and shows its certificate', async () => {
    for (const [handshake, cipher] of [
      ['3des-only', 0x000a],
      ['rc4-only', 0x0005],
    ] as const) {
      const door = await openDoor(authority, { profile: '2003', handshake });
      const answer = await hello(door.port, 0x0303, [0x002f, cipher]);
      // A record of TLS 1.0 with a ServerHello of TLS 1.0, without a session, with the cipher.
      expect(answer.subarray(0, 3).toString('hex')).toBe('160301');
      expect(answer.subarray(5, 11).toString('hex')).toBe('020000260301');
      expect([answer.readUInt16BE(44), answer[47]]).toEqual([cipher, 11]);
      expect((await hello(door.port, 0x0303, [0x002f])).toString('hex')).toBe('15030100020228');
      expect((await hello(door.port, 0x0300, [cipher])).toString('hex')).toBe('15030100020246');
    }
  });
});

test('a ClientHello is read when it is whole, and nothing else is taken for one', () => {
  expect(readClientHello(Buffer.from('1603'))).toBeUndefined();
  expect(() => readClientHello(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(RangeError);
  expect(() => readClientHello(Buffer.from('160301000402000000', 'hex'))).toThrow(RangeError);
  const short = Buffer.concat([Buffer.from('160301002d01000029', 'hex'), Buffer.alloc(41, 255)]);
  expect(() => readClientHello(short)).toThrow('cut off');
});
