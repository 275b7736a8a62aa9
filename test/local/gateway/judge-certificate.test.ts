import { X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeCertificate, endPointHash } from '../../../worker/local/gateway/describe-certificate.ts';
import { judgeCertificate } from '../../../worker/local/gateway/judge-certificate.ts';
import { splitPem } from '../../../worker/local/gateway/trust-bundle.ts';
import type { Trust } from '../../../worker/local/gateway/trust.ts';
import { trustOf } from '../../../worker/local/gateway/trust.ts';
import type { Authority, CertificateOptions } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import type { CertificateKind } from '../../sandbox/front-doors/certificate-kinds.ts';
import { isInstalled } from './third-party.ts';
import { makeCertificate } from '../../sandbox/front-doors/certificate-kinds.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const HOST = 'mail.fjord.example';
const HOSTS = { names: [HOST, 'autodiscover.fjord.example'], ips: ['192.0.2.7'] };

let authority: Authority;
let trust: Trust;
beforeAll(async () => {
  authority = await openAuthority({ now: NOW });
  trust = trustOf([authority.root]);
});

const parse = (text: string) => splitPem(text).map((pem) => new X509Certificate(pem));

/** As a client sees it: what the server sends, and the trusted root where the chain leads to it. */
async function shown(kind: CertificateKind, verifyError?: string, host = HOST) {
  const { chain } = await makeCertificate(authority, kind, HOSTS);
  const certificates = parse(chain);
  const leadsToRoot = certificates.length === 2 && kind !== 'unknown-root';
  return {
    chain: [...certificates, ...(leadsToRoot ? parse(authority.root) : [])],
    verifyError,
    host,
    trusted: undefined,
  };
}

async function leafOf(options: Partial<CertificateOptions>) {
  const notBefore = new Date(NOW.getTime() - 86_400_000);
  const notAfter = new Date(NOW.getTime() + 86_400_000);
  const { cert } = await authority.certificateFor({ names: [HOST], notBefore, notAfter, ...options });
  return new X509Certificate(cert);
}

describe('a certificate', () => {
  test('that is good passes, by each of its names and addresses', async () => {
    for (const host of [HOST, 'autodiscover.fjord.example', '192.0.2.7'])
      expect(judgeCertificate(await shown('good', undefined, host), trust, NOW)).toBeUndefined();
  });

  test.each<[CertificateKind, string | undefined, string, string]>([
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed', 'is self-signed.'],
    [
      'unknown-root',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'unknown-issuer',
      'was issued by “Unknown Root CA”, which is not trusted here.',
    ],
    [
      'unknown-issuer',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'unknown-issuer',
      'was issued by “Unknown Root CA”, which is not trusted here or whose own certificate the server does not send.',
    ],
    [
      'missing-intermediate',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'incomplete-chain',
      'was issued by “Sandbox Issuing CA”, whose own certificate the server does not send and this computer does not have.',
    ],
    ['expired', 'CERT_HAS_EXPIRED', 'expired', 'expired on 10 May 2026.'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID', 'not-yet-valid', 'is not valid before 11 June 2036.'],
    ['wrong-name', undefined, 'wrong-name', 'is for other names (mail.elsewhere.example, elsewhere.example).'],
    ['sha-1', undefined, 'weak', 'is signed with SHA-1.'],
    ['sha-1', 'UNSPECIFIED', 'weak', 'is signed with SHA-1.'],
    ['short-key', undefined, 'weak', 'has a key of only 1024 bits.'],
  ])('%s (%s) is refused as %s: “…%s”', async (kind, verifyError, reason, words) => {
    const seen = await shown(kind, verifyError);
    expect(judgeCertificate(seen, trust, NOW)).toEqual({
      code: 'certificate-untrusted',
      reason,
      reasons: [reason],
      certificate: describeCertificate(seen.chain[0]!),
      message: `The certificate of ${HOST} ${words}`,
    });
  });

  test('with several faults names all of them, the most telling first', async () => {
    const leaf = await leafOf({
      issuer: 'self',
      hash: 'SHA-1',
      bits: 1024,
      names: ['MAIL'],
      notAfter: new Date('2026-06-01Z'),
    });
    const failure = judgeCertificate(
      { chain: [leaf], verifyError: 'CERT_HAS_EXPIRED', host: HOST, trusted: undefined },
      trust,
      NOW,
    );
    expect(failure).toMatchObject({ reasons: ['self-signed', 'expired', 'wrong-name', 'weak'] });
    expect(failure?.message).toBe(
      `The certificate of ${HOST} is self-signed, expired on 1 June 2026, is for other names (MAIL), is signed with SHA-1, and has a key of only 1024 bits.`,
    );
  });

  test('that says where its issuer is in public has an incomplete chain, and one of a company’s own authority has not', async () => {
    const reasonFor = async (aia: string) => {
      const leaf = await leafOf({ issuer: 'stranger', aia });
      const failure = judgeCertificate(
        { chain: [leaf], verifyError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', host: HOST, trusted: undefined },
        trust,
        NOW,
      );
      return failure && 'reason' in failure ? failure.reason : undefined;
    };
    expect(await reasonFor('http://r3.authority.example/ca.der')).toBe('incomplete-chain');
    expect(await reasonFor('http://dc01.fjord.local/CertEnroll/ca.crt')).toBe('unknown-issuer');
    expect(await reasonFor('ldap:///CN=Fjord,CN=AIA')).toBe('unknown-issuer');
  });

  test.skipIf(!isInstalled('openssl', ['version']))(
    'with a short curve is weak (skipped without openssl)',
    async () => {
      const args = `req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime192v1 -keyout - -days 3650 -subj /CN=${HOST}`;
      const names = ['-addext', `subjectAltName=DNS:${HOST}`];
      const made = spawnSync('openssl', args.split(' ').concat(names), { encoding: 'utf8' });
      const [leaf] = parse(made.stdout);
      const failure = judgeCertificate(
        { chain: [leaf!], verifyError: 'DEPTH_ZERO_SELF_SIGNED_CERT', host: HOST, trusted: undefined },
        trust,
        new Date(),
      );
      expect(failure).toMatchObject({ reasons: ['self-signed', 'weak'] });
      expect(failure?.message).toContain('has a key of only 192 bits');
    },
  );

  test('that OpenSSL refuses never passes, even where nothing else is wrong with it', async () => {
    for (const verifyError of [
      'CERT_SIGNATURE_FAILURE',
      'INVALID_PURPOSE',
      'CERT_REVOKED',
      'UNSPECIFIED',
      'CERT_HAS_EXPIRED',
      'CERT_UNTRUSTED',
    ])
      expect(judgeCertificate(await shown('good', verifyError), trust, NOW)).toMatchObject({
        code: 'certificate-untrusted',
      });
  });

  test('for another name is refused although OpenSSL accepts its chain', async () => {
    expect(judgeCertificate(await shown('good', undefined, 'mail.elsewhere.example'), trust, NOW)).toMatchObject({
      reasons: ['wrong-name'],
    });
    expect(judgeCertificate(await shown('good', undefined, '192.0.2.8'), trust, NOW)).toMatchObject({
      reasons: ['wrong-name'],
    });
  });
});

describe('a certificate that a person trusts', () => {
  test('passes whatever is wrong with it', async () => {
    for (const kind of ['self-signed', 'expired', 'wrong-name', 'sha-1', 'unknown-issuer'] as const) {
      const seen = await shown(kind, 'UNSPECIFIED');
      const trusted = describeCertificate(seen.chain[0]!).sha256;
      expect(judgeCertificate({ ...seen, trusted }, trust, NOW)).toBeUndefined();
    }
  });

  test('is the only one: another one is refused, and a good one says so', async () => {
    const trusted = 'ab'.repeat(32);
    const bad = await shown('self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(judgeCertificate({ ...bad, trusted }, trust, NOW)).toEqual({
      code: 'certificate-changed',
      certificate: describeCertificate(bad.chain[0]!),
      message: `${HOST} presents a different certificate from the one that is trusted for it.`,
    });
    expect(judgeCertificate({ ...(await shown('good')), trusted }, trust, NOW)?.message).toBe(
      `${HOST} presents a different certificate from the one that is trusted for it, although it would be trusted on its own.`,
    );
  });
});

describe('what is shown of a certificate', () => {
  test('is its fingerprint, names and dates', async () => {
    const leaf = await leafOf({ ips: ['192.0.2.7'] });
    expect(describeCertificate(leaf)).toEqual({
      sha256: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: `CN=${HOST}`,
      issuer: 'CN=Sandbox Issuing CA, O=Mailferry Sandbox',
      names: [HOST, '192.0.2.7'],
      notBefore: '2026-06-14T12:00:00.000Z',
      notAfter: '2026-06-16T12:00:00.000Z',
    });
  });

  test('is bounded: at most a hundred names, and few where they are long', async () => {
    const many = Array.from({ length: 150 }, (_, index) => `h${index}.fjord.example`);
    expect(describeCertificate(await leafOf({ names: many })).names).toHaveLength(100);
    const long = Array.from({ length: 90 }, (_, index) => `${`${'x'.repeat(60)}.`.repeat(3)}h${index}.example`);
    const { names } = describeCertificate(await leafOf({ names: long }));
    expect(names.join('').length).toBeLessThanOrEqual(4_000);
    expect(names.length).toBeGreaterThan(10);
  });

  test('has no control characters of the server', async () => {
    const { subject, names } = describeCertificate(await leafOf({ names: ['a\u001b[31mred.example'] }));
    expect(`${subject}${names.join('')}`).not.toMatch(/\p{Cc}/u);
  });
});

describe('the hash for Extended Protection', () => {
  test.each(['SHA-1', 'SHA-256', 'SHA-384'] as const)('follows the signature by %s', async (hash) => {
    const notBefore = new Date(NOW.getTime() - 86_400_000);
    const { cert, endPointHash: expected } = await authority.certificateFor({
      names: [HOST],
      notBefore,
      notAfter: NOW,
      hash,
    });
    expect(endPointHash(new X509Certificate(cert))).toBe(expected.toString('base64'));
  });
});
