import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { readCliOptions } from '../../../worker/local/gateway/cli-options.ts';
import { readTokenFile } from '../../../worker/local/gateway/token-file.ts';
import { certificatesIn, trustedHere } from '../../../worker/local/gateway/trust-bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'mailferry-gateway-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const [one = '', two = ''] = rootCertificates;

describe('a file of authorities', () => {
  test('may have several, with text between them', () => {
    expect(certificatesIn(file('two.pem', `Fjord Root\n${one}\r\nand\n${two}\n`))).toEqual([one, two]);
  });

  test('joins those of the system, each once', () => {
    const path = file('one.pem', one);
    const all = trustedHere([path, path]);
    expect(all).toContain(one.trim());
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    ['nothing.pem', '', 'it contains no PEM certificate'],
    [
      'key.pem',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      'it contains a private key, but no certificate',
    ],
    ['damaged.pem', `${one}\n${two.slice(0, 300)}\n-----END CERTIFICATE-----`, 'certificate 2 in it is damaged'],
    ['half.pem', one.slice(0, 300), 'it contains no PEM certificate'],
  ])('%s is refused with cause and remedy', (name, text, cause) => {
    expect(() => certificatesIn(file(name, text))).toThrow(cause);
    expect(() => certificatesIn(file(name, text))).toThrow('openssl x509 -inform der');
  });

  test('that is missing is named', () => {
    expect(() => certificatesIn(join(folder, 'missing.pem'))).toThrow('there is no such file');
  });
});

describe('the token file', () => {
  test('is made for its owner only, and kept', () => {
    const path = join(folder, 'token');
    const { token, isNew } = readTokenFile(path);
    expect(isNew).toBe(true);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readTokenFile(path)).toEqual({ token, isNew: false });
    expect(readFileSync(path, 'utf8')).toBe(token);
  });

  test('with a short token is refused, and one that cannot be created too', () => {
    expect(() => readTokenFile(file('short', 'secret\n'))).toThrow('so someone could guess it');
    expect(() => readTokenFile(join(folder, 'no', 'folder'))).toThrow('cannot be created');
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});

describe('the options of npm run gateway', () => {
  const LEAST = ['--listen', '127.0.0.1:8788', '--token-file', '/t'];

  test('are port 443 and public addresses, unless more is allowed', () => {
    expect(readCliOptions(LEAST)).toEqual({
      host: '127.0.0.1',
      port: 8788,
      tokenFile: '/t',
      caFiles: [],
      allowPrivate: false,
      ports: new Set([443]),
    });
    expect(
      readCliOptions([
        ...LEAST,
        '--allow-private',
        '--allow-port',
        '8443',
        '--allow-port',
        '444',
        '--ca',
        '/a',
        '--ca',
        '/b',
      ]),
    ).toMatchObject({ allowPrivate: true, ports: new Set([443, 8443, 444]), caFiles: ['/a', '/b'] });
  });

  test('listen elsewhere than on loopback only with a certificate', () => {
    const open = ['--listen', '0.0.0.0:8788', '--token-file', '/t'];
    expect(() => readCliOptions(open)).toThrow('only on loopback addresses, and 0.0.0.0 is not one');
    expect(readCliOptions([...open, '--cert', '/c', '--key', '/k'])).toMatchObject({
      files: { cert: '/c', key: '/k' },
    });
    expect(readCliOptions(['--listen', '[::1]:8788', '--token-file', '/t'])).toMatchObject({ host: '::1', port: 8788 });
  });

  test.each([
    [[], '--listen is missing'],
    [['--listen', '127.0.0.1:8788'], '--token-file is missing'],
    [['--listen', '8788', '--token-file', '/t'], '--listen takes HOST:PORT, not "8788"'],
    [['--listen', '127.0.0.1:99999', '--token-file', '/t'], '--listen takes a port from 1 to 65535, not "99999"'],
    [[...LEAST, '--cert', '/c'], '--cert and --key go together'],
    [[...LEAST, '--allow-port', '0'], '--allow-port takes a port from 1 to 65535, not "0"'],
    [[...LEAST, '--token', 'secret'], "Unknown option '--token'"],
  ])('%j is refused', (args, words) => {
    expect(() => readCliOptions(args)).toThrow(words);
  });

  test('ask for help', () => {
    expect(readCliOptions(['--help'])).toBe('help');
  });
});
