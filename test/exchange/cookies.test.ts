import { describe, expect, test } from 'vitest';
import { cookieFetch, createCookieJar } from '../../worker/exchange/transport/cookies.ts';

const EWS = new URL('https://mail.example.com/EWS/Exchange.asmx');

/** What is sent to `to` after answers from `from` that set these. */
function sent(lines: readonly string[], to: URL | string = EWS, from = EWS): string | undefined {
  const jar = createCookieJar(() => Date.UTC(2026, 0, 1));
  jar.take(from, answer(...lines));
  return jar.headerFor(new URL(to));
}

const answer = (...lines: string[]) => new Headers(lines.map((line) => ['set-cookie', line]));

describe('a cookie', () => {
  test.each<[string, string, string | undefined]>([
    [
      'as Exchange sets it',
      'X-BackEndCookie=S-1-5-21=u56Lnp2ejJqBx8c==; expires=Sun, 31-Jan-2027 10:20:30 GMT; path=/EWS; secure; HttpOnly',
      'X-BackEndCookie=S-1-5-21=u56Lnp2ejJqBx8c==',
    ],
    ['of F5', 'BIGipServerpool_ews=1677787402.36895.0000; path=/', 'BIGipServerpool_ews=1677787402.36895.0000'],
    ['of NetScaler', 'NSC_mc_ews=ffffffff0907; Max-Age=120;path=/;secure;httponly', 'NSC_mc_ews=ffffffff0907'],
    ['that is empty', 'a=', 'a='],
    ['with an unknown attribute', 'a=b; SameSite=None; Priority=High', 'a=b'],
    ['with an instant that no one can read', 'a=b; expires=soon', 'a=b'],
    ['that has run out', 'a=b; expires=Wed, 31-Dec-2025 23:59:59 GMT', undefined],
    ['of no age', 'a=b; Max-Age=0', undefined],
    ['of an age below zero', 'a=b; max-age=-1', undefined],
    ['whose age contradicts its instant', 'a=b; Expires=Wed, 01 Jan 2020 00:00:00 GMT; Max-Age=60', 'a=b'],
    ['without a name', '=b', undefined],
    ['without a value', 'a', undefined],
    ['with a line break in disguise', 'a=b\u0001c', undefined],
    ['beyond ASCII', 'a=\u00fc', undefined],
    ['of another domain', 'a=b; domain=evil.example', undefined],
    ['of a domain above', 'a=b; domain=.Example.com', 'a=b'],
    ['that is longer than any real one', `a=${'b'.repeat(5000)}`, undefined],
  ])('%s', (_, line, header) => {
    expect(sent([line])).toBe(header);
  });

  test.each<[string, string, string, boolean]>([
    ['its path', 'path=/EWS', 'https://mail.example.com/EWS/Exchange.asmx', true],
    ['its path in other letters', 'path=/ews', 'https://mail.example.com/EWS/Exchange.asmx', true],
    ['a path that only begins alike', 'path=/EWS', 'https://mail.example.com/EWS2/x', false],
    ['a path beside', 'path=/owa', 'https://mail.example.com/EWS/Exchange.asmx', false],
    ['the folder that set it, where it tells no path', 'HttpOnly', 'https://mail.example.com/EWS/other', true],
    ['another folder', 'HttpOnly', 'https://mail.example.com/autodiscover/autodiscover.xml', false],
    ['another port', 'path=/', 'https://mail.example.com:444/EWS/Exchange.asmx', false],
    ['another host', 'path=/', 'https://www.mail.example.com/EWS/Exchange.asmx', false],
    ['plain http', 'path=/', 'http://mail.example.com/EWS/Exchange.asmx', false],
  ])('goes back to %s: %s %s %s', (_, attribute, to, isSent) => {
    expect(sent([`a=b; ${attribute}`], to)).toBe(isSent ? 'a=b' : undefined);
  });

  test('that is to be secure is not taken over plain http', () => {
    const plain = new URL('http://mail.example.com/EWS/Exchange.asmx');
    expect(sent(['a=b; secure'], plain, plain)).toBeUndefined();
    expect(sent(['a=b'], plain, plain)).toBe('a=b');
  });

  test('is replaced by one of the same name and path, and removed by one that has run out', () => {
    const jar = createCookieJar(() => 0);
    jar.take(EWS, answer('a=1; path=/', 'a=2; path=/', 'a=3; path=/EWS'));
    expect(jar.headerFor(EWS)).toBe('a=3; a=2');
    jar.take(EWS, answer('a=; path=/ews; Max-Age=0'));
    expect(jar.headerFor(EWS)).toBe('a=2');
  });

  test('runs out while it is kept', () => {
    let now = 0;
    const jar = createCookieJar(() => now);
    jar.take(EWS, answer('a=b; Max-Age=60'));
    now = 59_999;
    expect(jar.headerFor(EWS)).toBe('a=b');
    now = 60_000;
    expect(jar.headerFor(EWS)).toBeUndefined();
  });
});

test('a jar keeps no more than a server takes back, the latest', () => {
  const jar = createCookieJar(() => 0);
  for (let at = 0; at < 500; at++) jar.take(EWS, answer(`n${at}=v; path=/`));
  const many = jar.headerFor(EWS)?.split('; ') ?? [];
  expect([many.length, many.at(-1)]).toEqual([32, 'n499=v']);
  for (let at = 0; at < 50; at++) jar.take(EWS, answer(`m${at}=${'x'.repeat(1000)}; path=/`));
  expect(jar.headerFor(EWS)?.length).toBeLessThan(8200);
});

test('a long line takes linear time', () => {
  const jar = createCookieJar(() => 0);
  const startedAt = performance.now();
  for (const line of [`a=${' ='.repeat(1_000_000)}`, `a=b${'; '.repeat(2000)}`, ';'.repeat(1_000_000)])
    jar.take(EWS, answer(line));
  expect(performance.now() - startedAt).toBeLessThan(500);
});

test('a fetch sends what earlier answers set, also those that refused it', async () => {
  const seen: (string | null)[] = [];
  const statuses = [401, 500, 200];
  const fetch = cookieFetch(
    async (_, init) => {
      seen.push(new Headers(init.headers).get('cookie'));
      return new Response(null, {
        status: statuses.shift() ?? 200,
        headers: { 'set-cookie': `n=${seen.length}; path=/` },
      });
    },
    createCookieJar(() => 0),
  );
  for (let times = 0; times < 4; times++) await fetch(EWS.href, { method: 'POST' });
  expect(seen).toEqual([null, 'n=1', 'n=2', 'n=3']);
});
