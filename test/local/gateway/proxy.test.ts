import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../worker/local/gateway/connect-by-proxy.ts';
import { proxyFrom, proxyName } from '../../../worker/local/gateway/proxy.ts';

const excludes = (text: string, host: string, port = 443) =>
  proxyFrom({ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: text })!.excludes(host, port);

describe('the proxy of the environment', () => {
  test('is none without HTTPS_PROXY', () => {
    expect(proxyFrom({})).toBeUndefined();
    expect(proxyFrom({ HTTPS_PROXY: ' ', HTTP_PROXY: 'http://proxy:3128' })).toBeUndefined();
  });

  test.each([
    ['http://proxy.fjord.example:3128', { host: 'proxy.fjord.example', port: 3128, isSecure: false }],
    ['proxy:3128', { host: 'proxy', port: 3128, isSecure: false }],
    ['http://proxy', { host: 'proxy', port: 80, isSecure: false }],
    ['https://proxy', { host: 'proxy', port: 443, isSecure: true }],
    ['http://[fd00::1]:8080/', { host: 'fd00::1', port: 8080, isSecure: false }],
  ])('%s is understood', (value, expected) => {
    expect(proxyFrom({ HTTPS_PROXY: value })).toMatchObject(expected);
  });

  test('lower case wins', () => {
    const proxy = proxyFrom({
      HTTPS_PROXY: 'http://upper:1',
      https_proxy: 'http://lower:2',
      NO_PROXY: '*',
      no_proxy: 'x',
    })!;
    expect(proxyName(proxy)).toBe('lower:2');
    expect(proxy.excludes('mail.fjord.example', 443)).toBe(false);
  });

  test('signs in by Basic, with what was percent-encoded', () => {
    const proxy = proxyFrom({ HTTPS_PROXY: 'http://anna:p%40ss%3Aw%C3%B6rd@proxy:3128' })!;
    expect(Buffer.from(proxy.authorization!.slice('Basic '.length), 'base64').toString()).toBe('anna:p@ss:wörd');
    expect(proxyName(proxy)).toBe('proxy:3128');
  });

  test.each(['http://anna:secret@', 'socks5://anna:secret@proxy:1080'])(
    '%s is refused without its password',
    (value) => {
      expect(() => proxyFrom({ HTTPS_PROXY: value })).toThrow(/HTTPS_PROXY/);
      expect(() => proxyFrom({ HTTPS_PROXY: value })).not.toThrow(/secret/);
    },
  );
});

describe('NO_PROXY', () => {
  test.each([
    ['fjord.example', 'fjord.example', true],
    ['fjord.example', 'mail.fjord.example', true],
    ['fjord.example', 'notfjord.example', false],
    ['.fjord.example', 'mail.fjord.example', true],
    ['*.fjord.example', 'mail.fjord.example', true],
    ['FJORD.example', 'Mail.Fjord.Example.', true],
    ['a, b  c', 'c', true],
    ['*', 'anything.example', true],
    ['10.0.0.0/8', '10.200.1.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['fd00::/8', 'fd12::1', true],
    ['192.168.1.7', '192.168.1.7', true],
    ['192.168.1.7', '192.168.1.70', false],
    ['::2', '::2', true],
    ['10.0.0.0/33', '10.0.0.1', false],
    ['', 'mail.fjord.example', false],
    ['.', 'mail.fjord.example', false],
  ])('%j and %s: %s', (text, host, expected) => {
    expect(excludes(text, host)).toBe(expected);
  });

  test('with a port leaves out that port only', () => {
    expect(excludes('fjord.example:8443', 'mail.fjord.example', 8443)).toBe(true);
    expect(excludes('fjord.example:8443', 'mail.fjord.example', 443)).toBe(false);
    expect(excludes('[fd00::1]:8443', 'fd00::1', 8443)).toBe(true);
    expect(excludes('[fd00::1]:8443', 'fd00::1', 443)).toBe(false);
  });

  test('loopback needs no mention', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(excludes('', host)).toBe(true);
  });
});

describe('what a proxy refuses', () => {
  const plain = proxyFrom({ HTTPS_PROXY: 'http://proxy:3128' })!;
  const signedIn = proxyFrom({ HTTPS_PROXY: 'http://anna:secret@proxy:3128' })!;
  const say = (status: number, schemes: string[] = [], proxy = plain) =>
    refusalOf({ status, schemes }, proxy, 'mail:443');

  test.each([
    [say(407), 'proxy-refused', 'contains none (407)'],
    [say(407, ['basic'], signedIn), 'proxy-refused', 'refuses the user name and the password in HTTPS_PROXY (407)'],
    [say(407, ['negotiate', 'ntlm'], signedIn), 'proxy-refused', 'requires negotiate or ntlm'],
    [say(403), 'proxy-refused', 'does not allow connections to mail:443 (403)'],
    [say(503), 'connection-refused', 'could not connect to mail:443 (503)'],
  ])('%j', (failure, code, words) => {
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(words);
    expect(failure.message).not.toContain('secret');
  });
});
