import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openAuthority } from './authority.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const DATES = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'authority-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (pem: string): X509Certificate => new X509Certificate(pem);

describe('the authority of a sandbox', () => {
  test('signs by an intermediate, for names and addresses', async () => {
    const authority = await openAuthority({ now: NOW });
    const { cert, key, issuers, sha256, endPointHash } = await authority.certificateFor({
      names: ['mail.old.example', 'autodiscover.old.example'],
      ips: ['127.0.0.1', '::1'],
      ...DATES,
    });
    const leaf = read(cert);
    expect(leaf.subject).toBe('CN=mail.old.example');
    expect(leaf.subjectAltName).toBe(
      'DNS:mail.old.example, DNS:autodiscover.old.example, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect([leaf.validFrom, leaf.validTo]).toEqual(['Jan  1 00:00:00 2026 GMT', 'Jan  1 00:00:00 2027 GMT']);
    expect(leaf.checkHost('MAIL.old.example')).toBe('mail.old.example');
    expect(issuers).toEqual([authority.intermediate, authority.root]);
    const [intermediate, root] = [read(authority.intermediate), read(authority.root)];
    expect([leaf.verify(intermediate.publicKey), intermediate.verify(root.publicKey)]).toEqual([true, true]);
    expect([leaf.ca, intermediate.ca, root.ca]).toEqual([false, true, true]);
    expect(leaf.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(sha256);
    expect(endPointHash.toString('hex')).toBe(sha256);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  test('makes others: by itself, by a stranger, with old signatures and short keys, with an address of the issuer', async () => {
    const authority = await openAuthority({ now: NOW });
    const usual = { names: ['mail.old.example'], ...DATES };
    const own = await authority.certificateFor({ ...usual, issuer: 'self' });
    expect([own.issuers.length, read(own.cert).verify(read(own.cert).publicKey)]).toEqual([0, true]);
    const stranger = await authority.certificateFor({ ...usual, issuer: 'stranger' });
    expect(read(stranger.cert).issuer).toContain('Unknown Root CA');
    expect(read(stranger.cert).verify(read(stranger.issuers[0] ?? '').publicKey)).toBe(true);
    const old = await authority.certificateFor({ ...usual, hash: 'SHA-1' });
    // RFC 5929: of a certificate signed with SHA-1 the binding is SHA-256 all the same.
    expect(old.endPointHash.toString('hex')).toBe(old.sha256);
    expect(read(old.cert).toString()).not.toBe(own.cert);
    const longer = await authority.certificateFor({ ...usual, hash: 'SHA-384' });
    expect(longer.endPointHash).toEqual(createHash('sha384').update(read(longer.cert).raw).digest());
    const short = await authority.certificateFor({ ...usual, bits: 1024 });
    expect(read(short.cert).publicKey.asymmetricKeyDetails?.modulusLength).toBe(1024);
    const told = await authority.certificateFor({ ...usual, issuer: 'root', aia: 'http://pki.example/root.crt' });
    expect(read(told.cert).infoAccess).toContain('CA Issuers - URI:http://pki.example/root.crt');
  });

  test('is the same after a restart, as are its certificates; a renewed one is not', async () => {
    const first = await openAuthority({ folder, now: NOW });
    const second = await openAuthority({ folder, now: new Date('2028-01-01T00:00:00Z') });
    expect(second).toMatchObject({ root: first.root, intermediate: first.intermediate, since: first.since });
    const options = { names: ['mail.old.example'], ...DATES };
    const { sha256 } = await first.certificateFor(options);
    expect((await second.certificateFor(options)).sha256).toBe(sha256);
    expect((await second.certificateFor({ ...options, edition: 2 })).sha256).not.toBe(sha256);
    expect(readdirSync(folder).toSorted()).toEqual([
      'intermediate.key.pem',
      'intermediate.pem',
      'root.key.pem',
      'root.pem',
      'server-2048.key.pem',
    ]);
    expect(readFileSync(join(folder, 'root.pem'), 'utf8')).toBe(first.root);
    expect(statSync(join(folder, 'root.key.pem')).mode & 0o777).toBe(0o600);
  });
});
