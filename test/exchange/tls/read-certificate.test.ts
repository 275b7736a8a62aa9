import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { readCertificate } from '../../../worker/runtime/platform/read-certificate.ts';
import { SELF_SIGNED } from '../../fakes/self-signed.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import { makeCertificate, type CertificateKind } from '../../sandbox/front-doors/certificate-kinds.ts';

const authority = await openAuthority({ now: new Date() });
const HOST = 'mail.old.example';

async function read(kind: CertificateKind, host = HOST) {
  const { cert, sha256 } = await makeCertificate(authority, kind, { names: [HOST, 'localhost'], ips: ['127.0.0.1'] });
  return { sha256, seen: readCertificate(new X509Certificate(cert).raw, host) };
}

test.each<[CertificateKind, object]>([
  ['good', { isSelfSigned: false, isWeak: false, namesHost: true, names: [HOST, 'localhost', '127.0.0.1'] }],
  ['self-signed', { isSelfSigned: true, isWeak: false }],
  ['exchange-default', { isSelfSigned: true, isWeak: true, namesHost: false }],
  ['wrong-name', { namesHost: false, isWeak: false }],
  ['sha-1', { isWeak: true }],
  ['short-key', { isWeak: true }],
])('a certificate of kind %s is read as what it is', async (kind, expected) => {
  const { sha256, seen } = await read(kind);
  expect(seen).toMatchObject({ sha256, ...expected });
  expect(Date.parse(seen!.notAfter)).toBeGreaterThan(Date.parse(seen!.notBefore));
});

test('an address is compared as such', async () => {
  expect((await read('good', '127.0.0.1')).seen).toMatchObject({ namesHost: true });
  expect((await read('good', '127.0.0.2')).seen).toMatchObject({ namesHost: false });
});

test('a key on a curve is not short', () => {
  expect(readCertificate(new X509Certificate(SELF_SIGNED.cert).raw, 'localhost')).toMatchObject({ isWeak: false });
});

test('what is no certificate, or a cut one, is none', () => {
  const { raw } = new X509Certificate(SELF_SIGNED.cert);
  for (const bytes of [new Uint8Array(0), raw.subarray(0, 200), new Uint8Array(500).fill(0x30)])
    expect(readCertificate(bytes, 'localhost')).toBeUndefined();
});
