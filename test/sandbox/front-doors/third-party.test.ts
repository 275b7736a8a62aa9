import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAuthority, openDoor } from '../kit/door-kit.ts';
import type { Authority } from './authority.ts';
import { type TlsVersion, WINDOWS, type WindowsVersion } from './windows-tls.ts';

// Clients of others meet each Windows: what they agree upon is what the table of windows-tls.ts says.
const has = (program: string, ...args: string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
const HAS_OPENSSL = has('openssl', 'version');
const HAS_CURL = has('curl', '--version');
const CLIENT = 'ALL:@SECLEVEL=0';
const VERSIONS: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const PROFILES = Object.keys(WINDOWS) as WindowsVersion[];

let authority: Authority;
let root: string;
const folder = mkdtempSync(join(tmpdir(), 'third-party-'));
beforeAll(async () => {
  authority = await newAuthority();
  root = join(folder, 'root.pem');
  writeFileSync(root, authority.root);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const child = execFile(program, args, { timeout: 20_000 }, (_error, out, err) => resolve(out + err));
    child.stdin?.end();
  });

/** The ciphers that this OpenSSL has, and the version that each needs. */
async function clientCiphers(): Promise<Map<string, TlsVersion>> {
  const lines = (await run('openssl', ['ciphers', '-v', CLIENT])).split('\n');
  const rows = lines.map((line) => line.split(/\s+/) as [string, string]);
  return new Map(
    rows.map(([name, since]) => [name, VERSIONS.includes(since as TlsVersion) ? (since as TlsVersion) : 'TLSv1']),
  );
}

/** The first cipher of a Windows that goes with the version and that the client has. */
function expected(profile: WindowsVersion, version: TlsVersion, client: ReadonlyMap<string, TlsVersion>): string {
  const fits = (name: string): boolean => {
    const since = client.get(name);
    if (since === undefined) return false;
    // TLS 1.3 has ciphers of its own.
    return (since === 'TLSv1.3') === (version === 'TLSv1.3') && VERSIONS.indexOf(since) <= VERSIONS.indexOf(version);
  };
  return WINDOWS[profile].ciphers.split(':').find(fits) ?? 'none';
}

describe.each(PROFILES)('Windows Server %s', (profile) => {
  const { maxVersion } = WINDOWS[profile];

  test('and openssl s_client', async ({ skip }) => {
    if (!HAS_OPENSSL) return skip('openssl is not here');
    const door = await openDoor(authority, { profile });
    const address = `127.0.0.1:${door.port}`;
    const args = ['s_client', '-brief', '-connect', address, '-CAfile', root, '-verify_return_error'];
    const told = await run('openssl', [...args, '-cipher', CLIENT, '-min_protocol', 'TLSv1']);
    expect(told).toContain('Verification: OK');
    expect(/Protocol version: (\S+)/.exec(told)?.[1]).toBe(maxVersion);
    expect(/Ciphersuite: (\S+)/.exec(told)?.[1]).toBe(expected(profile, maxVersion, await clientCiphers()));
  });

  test('and curl', async ({ skip }) => {
    if (!HAS_CURL || !HAS_OPENSSL) return skip('curl or openssl is not here');
    const door = await openDoor(authority, { profile });
    const told = await run('curl', ['-sv', '--cacert', root, '--tlsv1.0', '--ciphers', CLIENT, `${door.origin}/`]);
    const [, version, cipher] = /SSL connection using (TLSv\S+) \/ (\S+)/.exec(told) ?? [];
    expect([version?.replace('1.0', '1'), cipher]).toEqual([
      maxVersion,
      expected(profile, maxVersion, await clientCiphers()),
    ]);
    expect(told).toContain('here');
    expect(door.visits.list).toMatchObject([{ handshake: 'done', requests: 1, authorizations: 0 }]);
  });
});

test('a client of today meets 2016 and later, and no older one', async ({ skip }) => {
  if (!HAS_OPENSSL) return skip('openssl is not here');
  const met: string[] = [];
  for (const profile of PROFILES) {
    const door = await openDoor(authority, { profile });
    const ciphers = ['-cipher', 'ECDHE+AESGCM:ECDHE+CHACHA20', '-min_protocol', 'TLSv1.2'];
    const told = await run('openssl', ['s_client', '-brief', '-connect', `127.0.0.1:${door.port}`, ...ciphers]);
    if (told.includes('CONNECTION ESTABLISHED')) met.push(profile);
  }
  expect(met).toEqual(['2016', '2019', '2022']);
});
