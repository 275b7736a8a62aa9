import { request } from 'node:http';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureOf, getOver, LENIENT } from '../kit/tls-client.ts';
import { newAuthority, openDoor } from '../kit/door-kit.ts';
import type { Authority } from './authority.ts';
import { type CertificateKind } from './certificate-kinds.ts';
import { endPointHashOn } from './open-front-door.ts';
import { tlsOf } from './windows-tls.ts';

let authority: Authority;
beforeAll(async () => {
  authority = await newAuthority();
});

describe('a front door', () => {
  test('answers by the server behind it, and tells what it saw', async () => {
    const door = await openDoor(authority, { profile: '2008 R2' });
    const { answer, protocol, cipher, sha256 } = await getOver(door.port, { ...LENIENT, ca: authority.root });
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK[^]*here$/);
    expect([protocol, cipher]).toEqual(['TLSv1', 'ECDHE-RSA-AES256-SHA']);
    expect(sha256).toBe((await door.certificates()).shown.sha256);
    await expect.poll(() => door.visits.list[0]?.isOpen).toBe(false);
    expect(door.visits.list).toEqual([
      {
        number: 1,
        handshake: 'done',
        protocol: 'TLSv1',
        cipher: 'ECDHE-RSA-AES256-SHA',
        applicationBytes: 88,
        requests: 1,
        authorizations: 1,
        isOpen: false,
      },
    ]);
  });

  test('of an old Windows turns a client of today away, by the version or by the ciphers', async () => {
    const old = await openDoor(authority, { profile: '2008 R2' });
    expect(await failureOf(old.port, { ca: authority.root, minVersion: 'TLSv1.2' })).toBe(
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    );
    const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305';
    const middle = await openDoor(authority, { profile: '2012 R2' });
    const today = { ca: authority.root, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers } as const;
    expect(await failureOf(middle.port, today)).toBe('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE');
    expect(middle.visits.list).toMatchObject([
      { handshake: 'failed', error: expect.stringMatching(/no shared cipher/) },
    ]);
    const newer = await openDoor(authority, { profile: '2016' });
    expect(await failureOf(newer.port, today)).toBe('answered');
  });

  test('speaks http/1.1 alone, and from Windows 8.1 on says so', async () => {
    for (const [profile, alpn] of [
      ['2012', false],
      ['2022', 'http/1.1'],
    ] as const) {
      const door = await openDoor(authority, { profile });
      const met = await getOver(door.port, { ...LENIENT, ca: authority.root, ALPNProtocols: ['h2', 'http/1.1'] });
      expect([profile, met.alpn]).toEqual([profile, alpn]);
    }
  });

  test('shows a certificate by its name from IIS 8 on; before, the name is not read', async () => {
    const named = { ...LENIENT, ca: authority.root, servername: 'mail.old.example' };
    for (const [profile, code] of [
      ['2008 R2', 'answered'],
      ['2012', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ] as const) {
      const door = await openDoor(authority, { profile, needsSni: true });
      expect(await failureOf(door.port, named)).toBe('answered');
      expect(await failureOf(door.port, { ...LENIENT, ca: authority.root })).toBe(code);
      expect(door.visits.list.map(({ serverName }) => serverName)).toEqual(['mail.old.example', undefined]);
    }
  });

  test.each<[CertificateKind, string]>([
    ['good', 'answered'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['exchange-default', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['missing-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['unknown-issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['unknown-root', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['sha-1', 'UNSPECIFIED'],
    ['short-key', 'UNSPECIFIED'],
  ])('shows a certificate that is %s, and gets no word from a client that does not take it', async (kind, code) => {
    const door = await openDoor(authority, { profile: '2022', certificate: kind });
    expect(await failureOf(door.port, { ca: authority.root, rejectUnauthorized: true })).toBe(code);
    const isGood = kind === 'good';
    await expect.poll(() => door.visits.list[0]?.isOpen).toBe(false);
    expect(door.visits.list).toMatchObject([
      { applicationBytes: isGood ? 88 : 0, requests: isGood ? 1 : 0, authorizations: isGood ? 1 : 0 },
    ]);
  });

  test('changes with the next connection, not with those that are open', async () => {
    const door = await openDoor(authority, { profile: '2016' });
    const kept = connect({ host: '127.0.0.1', port: door.port, ca: authority.root });
    await new Promise((resolve) => kept.once('secureConnect', resolve));
    const { shown } = await door.certificates();
    door.set({ edition: 2, tls: tlsOf('Exchange2010_SP2') });
    expect(kept.destroyed).toBe(false);
    const { protocol, sha256 } = await getOver(door.port, { ...LENIENT, ca: authority.root });
    expect([protocol, sha256 === shown.sha256]).toEqual(['TLSv1', false]);
    door.set({ edition: 1 });
    expect((await door.certificates()).shown.sha256).toBe(shown.sha256);
    kept.destroy();
    expect(() => door.set({ certificate: 'blue' as CertificateKind })).toThrow(RangeError);
  });

  test('knows what Exchange binds to: the certificate that is shown, behind a bridge another', async () => {
    const seen: (Buffer | undefined)[] = [];
    const door = await openDoor(authority, {
      profile: '2019',
      to: (socket) => {
        seen.push(endPointHashOn(socket));
        socket.destroy();
      },
    });
    const { shown, bound } = await door.certificates();
    await failureOf(door.port, { ca: authority.root });
    expect([bound, seen]).toEqual([shown, [shown.endPointHash]]);
    door.set({ bridge: true });
    const later = await door.certificates();
    await failureOf(door.port, { ca: authority.root });
    expect(later.shown.sha256).toBe(shown.sha256);
    expect(seen[1]).toEqual(later.bound.endPointHash);
    expect(seen[1]).not.toEqual(shown.endPointHash);
  });

  test.each(['close', 'reset'] as const)('ends a connection on which nothing passes: %s', async (idleEnds) => {
    const door = await openDoor(authority, { profile: '2016', idleMs: 200, idleEnds });
    const socket = connect({ host: '127.0.0.1', port: door.port, ca: authority.root });
    const said: string[] = [];
    socket.on('error', (error: NodeJS.ErrnoException) => said.push(error.code ?? ''));
    socket.on('end', () => said.push('end'));
    socket.resume();
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    const begin = performance.now();
    for (let count = 0; count < 3; count += 1) {
      await setTimeout(120);
      socket.write(`GET /${count} HTTP/1.1\r\nHost: x\r\n\r\n`);
    }
    await new Promise((resolve) => socket.once('close', resolve));
    expect(performance.now() - begin).toBeGreaterThan(540);
    expect(said).toEqual([idleEnds === 'reset' ? 'ECONNRESET' : 'end']);
    expect(door.visits.list[0]?.requests).toBe(3);
  });

  test('sends an unexpected 100 Continue where it is set to', async () => {
    const door = await openDoor(authority, { profile: '2003', strayContinue: true });
    const { answer } = await getOver(door.port, { ...LENIENT, ca: authority.root });
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
  });

  test('with plain http on its port answers those who speak it, and refuses the others in words', async () => {
    const door = await openDoor(authority, { profile: '2016', handshake: 'plain-http' });
    expect(await failureOf(door.port, { ca: authority.root })).toBe('ERR_SSL_WRONG_VERSION_NUMBER');
    const status = await new Promise((resolve, reject) => {
      request(`http://127.0.0.1:${door.port}/`, ({ statusCode }) => resolve(statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    const raw = connectPlain(door.port, '127.0.0.1');
    raw.write(Buffer.from('160301000501000001', 'hex'));
    const [first] = await new Promise<Buffer[]>((resolve) => raw.once('data', (piece) => resolve([piece])));
    expect(first?.toString('latin1')).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    raw.destroy();
  });

  test('wants a certificate of the client: found out in the handshake of TLS 1.2, after that of 1.3', async () => {
    for (const [profile, code] of [
      ['2016', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
      ['2022', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
    ] as const) {
      const door = await openDoor(authority, { profile, handshake: 'client-certificate' });
      expect(await failureOf(door.port, { ca: authority.root })).toBe(code);
      expect(door.visits.list).toMatchObject([{ handshake: 'failed', applicationBytes: 0 }]);
    }
  });
});
