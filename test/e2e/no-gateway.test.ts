import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../sample.ts';
import type { DoorSettings } from '../sandbox/front-doors/door-settings.ts';
import { WINDOWS } from '../sandbox/front-doors/windows-tls.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

let sandbox: Sandbox;
let mailferry: Mailferry;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [] },
    destination: { profile: 'Exchange2019', mailboxes: [] },
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

describe('without a gateway, as on Cloudflare without one, a server that cannot be connected to', () => {
  beforeEach(() =>
    sandbox.destination.door.set({ tls: WINDOWS['2019'], certificate: 'good', handshake: 'none', edition: 1 }),
  );

  const doors: [string, Partial<DoorSettings>, object][] = [
    ['speaks TLS 1.0 alone', { tls: WINDOWS['2008 R2'] }, { how: 'version', offers: 'TLS 1.0' }],
    ['speaks old ciphers alone', { tls: WINDOWS['2012 R2'] }, { how: 'cipher', offers: 'TLS 1.2 with older ciphers' }],
    ['speaks 3DES alone', { handshake: '3des-only' }, { how: 'cipher', offers: '3DES only' }],
    ['speaks RC4 alone', { handshake: 'rc4-only' }, { how: 'cipher', offers: 'RC4 only' }],
    ['speaks http', { handshake: 'plain-http' }, { how: 'plain-http' }],
    ['cuts the handshake', { handshake: 'cut' }, { how: 'cut' }],
    ['leaves the handshake unanswered', { handshake: 'hang' }, { how: 'hang' }],
    ['has a certificate that it made itself', { certificate: 'self-signed' }, { reason: 'self-signed' }],
    ['has a certificate that has expired', { certificate: 'expired' }, { reason: 'expired' }],
    ['has a certificate of the future', { certificate: 'not-yet-valid' }, { reason: 'not-yet-valid' }],
    ['has a certificate for other names', { certificate: 'wrong-name' }, { reason: 'wrong-name' }],
    ['has a certificate with a weak signature', { certificate: 'sha-1' }, { reason: 'weak' }],
    ['has a certificate with a short key', { certificate: 'short-key' }, { reason: 'weak' }],
    ['sends no intermediate certificate', { certificate: 'missing-intermediate' }, { reason: 'incomplete-chain' }],
    ['has a certificate of an unknown authority', {}, { reason: 'unknown-issuer' }],
  ];
  it.each(sampleOf(doors, 3))('%s: the problem is named, and nothing is sent to it', async (_, settings, expected) => {
    const { door, httpsUrl, admin } = sandbox.destination;
    door.set(settings);
    door.visits.clear();
    const { status, body } = await mailferry.raw('POST', '/api/endpoints', {
      name: 'Server',
      url: httpsUrl,
      credentials: admin,
    });
    const isTls = 'how' in expected;
    expect([status, body.code]).toEqual([422, isTls ? 'endpoint-tls-unsupported' : 'endpoint-certificate-untrusted']);
    expect(body).toMatchObject(expected);
    if (!isTls) {
      const { shown } = await door.certificates();
      expect(body).toMatchObject({ certificate: { sha256: shown.sha256 }, host: '127.0.0.1' });
    }
    expect(door.visits.list.reduce((sum, { authorizations, requests }) => sum + authorizations + requests, 0)).toBe(0);
  });
});
