import { describe, expect, test } from 'vitest';
import { HandshakeError } from '../../../worker/exchange/faults/handshake-error.ts';
import { LineError } from '../../../worker/exchange/faults/line-error.ts';
import type { ByteSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import { createRoutes, type RoutesOptions } from '../../../worker/exchange/transport/routing/routes.ts';
import { utf8 } from '../../../worker/exchange/xml/bytes.ts';
import type { Line, LineFailure } from '../../../worker/lib/tls-facts.ts';

const URL_ = 'https://mail.old.example/EWS/Exchange.asmx';
const ORIGIN = 'https://mail.old.example';
const OLD_LINE: Line = { protocol: 'TLSv1', cipher: 'AES128-SHA', route: 'direct', isOld: true };
const MODERN_LINE: Line = { protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', route: 'direct', isOld: false };
const UNTRUSTED: LineFailure = {
  code: 'certificate-changed',
  certificate: { sha256: 'cd'.repeat(32), subject: '', issuer: '', names: [], notBefore: '', notAfter: '' },
  message: 'Another certificate.',
};

/** A connection that answers each request with 200. */
function answering(line?: Line): ByteSocket {
  const state = { waiting: 0, isClosed: false };
  let wake: () => void = () => {};
  return {
    ...(line && { line }),
    read: async (view) => {
      while (state.waiting === 0 && !state.isClosed) await new Promise<void>((resolve) => (wake = resolve));
      if (state.isClosed) throw new Error('closed');
      state.waiting -= 1;
      const answer = utf8('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      view.set(answer);
      return view.subarray(0, answer.length);
    },
    write: async () => {
      state.waiting += 1;
      wake();
    },
    close: () => {
      state.isClosed = true;
      wake();
    },
  };
}

type World = {
  /** What a direct request comes to. */
  answers: 'ok' | 'breaks' | 'hangs' | 'refused';
  /** What a direct connection comes to. */
  connects: 'ok' | 'tls' | 'network';
  gateway: Line | LineFailure | undefined;
};

function world(start: Partial<World>, options: Partial<RoutesOptions> & { isForced?: boolean } = {}) {
  const now: World = { answers: 'ok', connects: 'ok', gateway: MODERN_LINE, ...start };
  const calls: string[] = [];
  const { isForced = false, ...rest } = options;
  const routes = createRoutes({
    direct: {
      fetch: async (url, init) => {
        calls.push(`${init.method ?? 'GET'} ${new URL(url).host}`);
        if (now.answers === 'breaks') throw new Error('internal error; reference = x');
        if (now.answers === 'refused') return new Response(null, { status: 525 });
        if (now.answers === 'ok') return new Response(null, { status: 200 });
        return new Promise((_, reject) =>
          init.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
        );
      },
      open: async () => {
        calls.push('connect');
        if (now.connects === 'tls') throw new HandshakeError('TLS with mail.old.example failed');
        if (now.connects === 'network') throw new Error('connect() failed');
        return answering();
      },
    },
    gateway: {
      isForced,
      dial: async (_url, { tls, trusted }) => {
        calls.push(`dial ${tls}${trusted ? ' trusted' : ''}`);
        if (now.gateway === undefined) throw new Error('connect() to the gateway failed');
        if ('code' in now.gateway) throw new LineError(now.gateway);
        return answering(now.gateway);
      },
    },
    origins: {},
    trusted: {},
    isLook: true,
    now: () => 5,
    maxConnections: 2,
    ...rest,
  });
  const post = async () => (await routes.fetch(URL_, { method: 'POST', body: 'x' })).status;
  const take = () => calls.splice(0);
  return { now, routes, post, take };
}

describe('a look', () => {
  test('goes directly where that works', async () => {
    const { post, take, routes } = world({});
    expect([await post(), take()]).toEqual([200, ['POST mail.old.example']]);
    expect(routes.learnt()).toEqual({ [ORIGIN]: { via: 'direct', checkedAt: 5 } });
  });

  test('makes a request again by the gateway where TLS fails, and stays with it', async () => {
    const { post, take, routes } = world({ answers: 'breaks', connects: 'tls', gateway: OLD_LINE });
    expect([await post(), take()]).toEqual([200, ['POST mail.old.example', 'connect', 'dial any', 'dial old']]);
    expect([await post(), take()]).toEqual([200, []]);
    expect(routes.learnt()).toEqual({
      [ORIGIN]: {
        via: 'gateway',
        why: 'old-tls',
        route: 'direct',
        tls: 'old',
        protocol: 'TLSv1',
        cipher: 'AES128-SHA',
        checkedAt: 5,
      },
    });
  });

  test.each<[string, Partial<World>, Partial<RoutesOptions>, object]>([
    ['an authority that the gateway alone trusts', { gateway: MODERN_LINE }, {}, { why: 'private-issuer' }],
    ['a company proxy', { gateway: { ...MODERN_LINE, route: 'proxy' } }, {}, { why: 'proxy', route: 'proxy' }],
    ['a network that the gateway alone reaches', { connects: 'network' }, {}, { why: 'network' }],
    [
      'a certificate that is trusted by its fingerprint',
      { gateway: { ...MODERN_LINE, certificate: { ...UNTRUSTED.certificate } } },
      { trusted: { 'mail.old.example': UNTRUSTED.certificate.sha256 } },
      { why: 'certificate' },
    ],
  ])('says why the gateway is used: %s', async (_, start, options, expected) => {
    const { post, routes } = world({ answers: 'breaks', connects: 'tls', ...start }, options);
    expect(await post()).toBe(200);
    expect(routes.learnt()[ORIGIN]).toMatchObject({ via: 'gateway', ...expected });
  });

  test('shows the reason of the gateway where it opens no line either', async () => {
    const { post, routes } = world({ answers: 'breaks', connects: 'tls', gateway: UNTRUSTED });
    await expect(post()).rejects.toMatchObject({ failure: UNTRUSTED });
    expect(routes.learnt()).toEqual({});
  });

  test('shows the own error of a server that is reached and breaks off', async () => {
    const { post, take } = world({ answers: 'breaks' });
    await expect(post()).rejects.toThrow('internal error');
    expect(take()).toEqual(['POST mail.old.example', 'connect']);
  });

  test('finds a way again that is remembered: the server may have been renewed', async () => {
    const { post, take, routes } = world(
      {},
      { origins: { [ORIGIN]: { via: 'gateway', why: 'old-tls', tls: 'old', protocol: 'TLSv1', checkedAt: 1 } } },
    );
    expect([await post(), take()]).toEqual([200, ['POST mail.old.example']]);
    expect(routes.learnt()).toEqual({ [ORIGIN]: { via: 'direct', checkedAt: 5 } });
  });

  test('does not wait for ever for a handshake that hangs', async () => {
    const { post, take } = world({ answers: 'hangs', connects: 'tls', gateway: OLD_LINE });
    expect(await post()).toBe(200);
    expect(take()).toEqual(['POST mail.old.example', 'connect', 'dial any', 'dial old']);
  });

  test('without a gateway asks why there is no answer', async () => {
    const asked: unknown[] = [];
    expect(world({}).routes.openBound).toBeDefined();
    const alone = createRoutes({
      direct: {
        fetch: async () => {
          throw new Error('internal error');
        },
        open: async () => {
          throw new HandshakeError('TLS failed');
        },
      },
      explain: async (url, error, isSecured) => {
        asked.push(url.href, (error as Error).message, isSecured);
        throw new Error('the reason');
      },
      origins: {},
      trusted: {},
      isLook: true,
      now: () => 5,
      maxConnections: 2,
    });
    expect(alone.openBound).toBeUndefined();
    await expect(alone.fetch(URL_, {})).rejects.toThrow('the reason');
    await expect(alone.open(new URL(URL_), new AbortController().signal)).rejects.toThrow('the reason');
    expect(asked).toEqual([URL_, 'internal error', false, URL_, 'TLS failed', false]);
  });
});

test.each([525, 526])(
  'the answer %d of the platform is looked into, and stays where TLS works all the same',
  async (status) => {
    const asked: unknown[] = [];
    const secure = { isOpen: false };
    const routes = createRoutes({
      direct: {
        fetch: async () => new Response(null, { status }),
        open: async () => {
          if (secure.isOpen) return answering();
          throw new HandshakeError('TLS failed');
        },
      },
      explain: async (_url, error, isSecured) => {
        asked.push((error as Error).message, isSecured);
        if (!isSecured) throw new Error('the reason');
      },
      origins: {},
      trusted: {},
      isLook: true,
      now: () => 5,
      maxConnections: 2,
    });
    await expect(routes.fetch(URL_, {})).rejects.toThrow('the reason');
    secure.isOpen = true;
    expect((await routes.fetch(URL_, {})).status).toBe(status);
    const said = `the platform answers HTTP ${String(status)}`;
    expect(asked).toEqual([said, false, said, true]);
    expect(routes.learnt()).toEqual({});
  },
);

describe('a pass', () => {
  const pass = (start: Partial<World>, options: Partial<RoutesOptions> & { isForced?: boolean } = {}) =>
    world(start, { isLook: false, ...options });
  const known = (facts: object) => ({ origins: { [ORIGIN]: { via: 'gateway', checkedAt: 1, ...facts } as const } });

  test('looks at an origin that is not known before its first request, and remembers it', async () => {
    const { post, take, routes } = pass({});
    expect([await post(), await post(), take()]).toEqual([
      200,
      200,
      ['GET mail.old.example', 'POST mail.old.example', 'POST mail.old.example'],
    ]);
    expect(routes.learnt()).toEqual({ [ORIGIN]: { via: 'direct', checkedAt: 5 } });
  });

  test('goes by the gateway from its first request on where the look finds that', async () => {
    const { post, take } = pass({ answers: 'breaks', connects: 'tls', gateway: OLD_LINE });
    expect([await post(), take()]).toEqual([200, ['GET mail.old.example', 'connect', 'dial any', 'dial old']]);
  });

  test('never makes a request again because of what a look found afterwards', async () => {
    const direct = { origins: { [ORIGIN]: { via: 'direct', checkedAt: 1 } as const } };
    const { now, post, take } = pass({ answers: 'breaks', connects: 'tls', gateway: OLD_LINE }, direct);
    await expect(post()).rejects.toThrow('internal error');
    expect(take()).toEqual(['POST mail.old.example']);
    expect([await post(), take()]).toEqual([200, ['GET mail.old.example', 'connect', 'dial any', 'dial old']]);
    now.answers = 'ok';
    expect([await post(), take()]).toEqual([200, []]);
  });

  test('takes an answer of the platform in place of the server for none, and looks before the next request', async () => {
    const direct = { origins: { [ORIGIN]: { via: 'direct', checkedAt: 1 } as const } };
    const { post, take } = pass({ answers: 'refused', connects: 'tls', gateway: OLD_LINE }, direct);
    await expect(post()).rejects.toThrow('HTTP 525');
    expect(take()).toEqual(['POST mail.old.example']);
    expect([await post(), take()]).toEqual([200, ['GET mail.old.example', 'connect', 'dial any', 'dial old']]);
    // Where TLS works all the same, the answer is that of a server further behind.
    const other = pass({}, {});
    await other.post();
    other.now.answers = 'refused';
    expect(await other.post()).toBe(525);
  });

  test('stays on the direct way after a failure that has passed', async () => {
    const direct = { origins: { [ORIGIN]: { via: 'direct', checkedAt: 1 } as const } };
    const { now, post, take, routes } = pass({ answers: 'breaks' }, direct);
    await expect(post()).rejects.toThrow('internal error');
    now.answers = 'ok';
    take();
    expect([await post(), take()]).toEqual([200, ['GET mail.old.example', 'POST mail.old.example']]);
    expect(routes.learnt()).toEqual({});
  });

  test('shows the reason once a certificate has failed, and sends nothing', async () => {
    const direct = { origins: { [ORIGIN]: { via: 'direct', checkedAt: 1 } as const } };
    const { post, take } = pass({ answers: 'breaks', connects: 'tls', gateway: UNTRUSTED }, direct);
    await expect(post()).rejects.toThrow('internal error');
    take();
    await expect(post()).rejects.toMatchObject({ failure: UNTRUSTED });
    expect(take()).toEqual(['GET mail.old.example', 'connect', 'dial any']);
  });

  test.each([
    [{ why: 'old-tls', tls: 'old', protocol: 'TLSv1' }, 'dial old'],
    [{ why: 'private-issuer', protocol: 'TLSv1.2' }, 'dial modern'],
    [{ why: 'binding' }, 'dial any'],
  ])('dials what is remembered at once, and falls back to nothing older: %o', async (facts, dialled) => {
    const { post, take } = pass({ gateway: MODERN_LINE }, known(facts));
    expect([await post(), take()]).toEqual([200, [dialled]]);
  });

  test('gives the certificate that is trusted for the host along', async () => {
    const trusted = { 'mail.old.example': 'ab'.repeat(32), 'other.example': 'cd'.repeat(32) };
    const { post, take } = pass({}, { ...known({ why: 'certificate', protocol: 'TLSv1.2' }), trusted });
    expect([await post(), take()]).toEqual([200, ['dial modern trusted']]);
  });

  test('never goes directly where a proxy is in between', async () => {
    const { post, take, routes } = pass({ gateway: { ...MODERN_LINE, route: 'proxy' } }, { isForced: true });
    expect([await post(), take()]).toEqual([200, ['dial any']]);
    await routes.open(new URL('http://10.0.0.1/'), new AbortController().signal);
    expect(take()).toEqual(['dial any']);
    expect(routes.learnt()[ORIGIN]).toMatchObject({ via: 'gateway', why: 'proxy' });
  });

  test('a connection of its own that fails in the handshake is opened by the gateway at once', async () => {
    const { routes, take } = pass({ connects: 'tls', gateway: OLD_LINE });
    const socket = await routes.open(new URL(URL_), new AbortController().signal);
    expect([socket.line, take()]).toEqual([OLD_LINE, ['connect', 'dial any']]);
    await routes.open(new URL(URL_), new AbortController().signal);
    expect(take()).toEqual(['dial old']);
  });

  test('a connection that is refused stays refused: the gateway is for TLS', async () => {
    const { routes, take } = pass({ connects: 'network' });
    await expect(routes.open(new URL(URL_), new AbortController().signal)).rejects.toThrow('connect()');
    expect(take()).toEqual(['connect']);
  });

  test('keeps what signing in has shown beside the way', async () => {
    const { routes, post } = pass(
      {},
      known({ why: 'old-tls', tls: 'old', protocol: 'TLSv1', cipher: 'AES128-SHA', route: 'direct' }),
    );
    routes.memory(ORIGIN).learn({ basicCharset: 'windows-1252' });
    expect(routes.memory(ORIGIN)).toMatchObject({ basicCharset: 'windows-1252' });
    expect(routes.learnt()[ORIGIN]).toMatchObject({ via: 'gateway', why: 'old-tls', basicCharset: 'windows-1252' });
    await post();
  });

  test('goes by the gateway once a sign-in needed the certificate, and forgets what was in between', async () => {
    const { routes, take, post } = pass(
      {},
      { origins: { [ORIGIN]: { via: 'direct', binding: 'none', checkedAt: 1 } } },
    );
    expect(routes.memory(ORIGIN).binding).toBe('none');
    await routes.openBound?.(new URL(URL_), new AbortController().signal);
    expect(routes.learnt()).toEqual({});
    routes.memory(ORIGIN).learn({ needsBinding: true });
    expect(routes.learnt()[ORIGIN]).toMatchObject({ via: 'gateway', why: 'binding', protocol: 'TLSv1.2' });
    expect(routes.learnt()[ORIGIN]).not.toHaveProperty('binding');
    expect(routes.memory(ORIGIN).binding).toBeUndefined();
    take();
    expect([await post(), take()]).toEqual([200, ['dial modern']]);
  });
});
