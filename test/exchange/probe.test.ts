import { describe, expect, test } from 'vitest';
import { probeEndpoint } from '../../worker/exchange/probe.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { answer, soap, xml } from './kit.ts';

const URL_OF = 'https://mail.example.com/EWS/Exchange.asmx';
const platform = { open: netSockets().open, random: () => {}, now: () => 0 };
const credentials = { username: 'ann', password: 'secret' };

/** A server that asks for a sign-in, and answers `reply` to those who bring one. */
function guarded(offer: string, reply: () => Response | string, accept = `Basic ${btoa('ann:secret')}`) {
  const seen: Headers[] = [];
  const fetch = async (_url: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    seen.push(headers);
    if (headers.get('authorization') !== accept)
      return new Response('', { status: 401, headers: { 'www-authenticate': offer } });
    const replied = reply();
    return typeof replied === 'string' ? xml(replied) : replied;
  };
  return { fetch, seen };
}
const inbox = () => soap(answer('GetFolder', ['<m:Folders><t:Folder><t:FolderId Id="i"/></t:Folder></m:Folders>']));

describe('probing an address', () => {
  test('tells schemes and version, and brings credentials only where they are asked for', async () => {
    const { fetch, seen } = guarded('Negotiate, NTLM, Basic realm="mail"', inbox);
    const result = await probeEndpoint({ ...platform, url: URL_OF, fetch, credentials, mailbox: 'ann@example.com' });
    expect(result).toEqual({
      ok: true,
      authSchemes: ['negotiate', 'ntlm', 'basic'],
      version: 'Exchange2010_SP2 14.2.247.0',
    });
    expect(seen[0]?.has('authorization')).toBe(false);
  });

  test('without credentials only looks', async () => {
    const { fetch, seen } = guarded('NTLM', inbox);
    expect(await probeEndpoint({ ...platform, url: URL_OF, fetch })).toEqual({ ok: true, authSchemes: ['ntlm'] });
    expect(seen).toHaveLength(1);
  });

  test.each<[string, ReturnType<typeof guarded>['fetch'], object]>([
    ['a wrong password', guarded('Basic', inbox, 'other').fetch, { kind: 'credentials' }],
    ['a server with modern sign-in only', guarded('Bearer realm=""', inbox).fetch, { kind: 'oauth-only' }],
    [
      'a server without Basic and NTLM',
      guarded('Digest realm="x"', inbox).fetch,
      { kind: 'credentials', code: 'no-usable-sign-in' },
    ],
    [
      'a mailbox without rights',
      guarded('Basic', () => soap(answer('GetFolder', [{ error: 'ErrorNonExistentMailbox' }]))).fetch,
      { kind: 'access' },
    ],
    [
      'a web site',
      async () => new Response('<html>hi</html>', { headers: { 'content-type': 'text/html' } }),
      { kind: 'not-exchange' },
    ],
    ['a 404', async () => new Response('', { status: 404 }), { kind: 'not-exchange' }],
    [
      'a login form',
      async () => new Response('', { status: 302, headers: { location: '/login' } }),
      { kind: 'not-exchange' },
    ],
    ['a 401 that offers nothing', async () => new Response('', { status: 401 }), { kind: 'not-exchange' }],
    [
      'an unknown host',
      async () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND x') })),
      { kind: 'unreachable', code: 'host-unknown' },
    ],
    [
      'a bad certificate',
      async () => Promise.reject(new TypeError('fetch failed', { cause: new Error('self-signed certificate') })),
      { kind: 'tls' },
    ],
    [
      'silence',
      (_url, init) =>
        new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason))),
      { kind: 'transient', code: 'timeout' },
    ],
  ])('explains %s', async (_, fetch, fault) => {
    const result = await probeEndpoint({
      ...platform,
      url: URL_OF,
      fetch,
      credentials,
      mailbox: 'ann@example.com',
      timeoutMs: 50,
    });
    expect(result).toMatchObject({ ok: false, fault });
  });

  test('refuses Exchange Online without asking it', async () => {
    let isAsked = false;
    const fetch = async () => {
      isAsked = true;
      return new Response('');
    };
    const result = await probeEndpoint({
      ...platform,
      url: 'https://outlook.office365.com/EWS/Exchange.asmx',
      fetch,
      credentials,
      mailbox: 'a@b',
    });
    expect(result).toMatchObject({ ok: false, fault: { kind: 'exchange-online' } });
    expect(isAsked).toBe(false);
  });
});

describe('a probe whose time is over', () => {
  const silent = (_url: string, { signal }: RequestInit) =>
    new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));

  test('says that the server took too long, not that someone stopped a pass', async () => {
    const asked = { ...platform, url: URL_OF, credentials, mailbox: 'ann@example.com', timeoutMs: 50 };
    const fault = { kind: 'transient', code: 'timeout', message: 'The server took too long.' };
    expect(await probeEndpoint({ ...asked, fetch: silent })).toMatchObject({ ok: false, fault });
    const { fetch } = guarded('Basic', () => inbox());
    let calls = 0;
    const laterSilent: typeof fetch = (url, init) => ((calls += 1) > 1 ? silent(url, init) : fetch(url, init));
    expect(await probeEndpoint({ ...asked, fetch: laterSilent })).toMatchObject({ ok: false, fault });
  });

  test('ends even where the server sends a byte now and then', async () => {
    const { fetch } = guarded('Basic', () => inbox());
    let calls = 0;
    const trickling: typeof fetch = async (url, init) => {
      if ((calls += 1) === 1) return fetch(url, init);
      const body = new ReadableStream({
        start: (controller) => {
          const timer = setInterval(() => controller.enqueue(new Uint8Array([0x20])), 10);
          init.signal?.addEventListener('abort', () => {
            clearInterval(timer);
            controller.error(init.signal?.reason);
          });
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/xml' } });
    };
    const asked = { ...platform, url: URL_OF, credentials, mailbox: 'ann@example.com', timeoutMs: 100 };
    const begunAt = performance.now();
    const result = await probeEndpoint({ ...asked, fetch: trickling });
    expect(result).toMatchObject({ ok: false, fault: { code: 'timeout' } });
    expect(performance.now() - begunAt).toBeLessThan(5000);
  });
});
