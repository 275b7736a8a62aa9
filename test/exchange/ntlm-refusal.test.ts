import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../worker/engine/model/fault.ts';
import type { OpenSocket } from '../../worker/exchange/transport/http/byte-socket.ts';
import { ntlmAuthenticator } from '../../worker/exchange/transport/ntlm/ntlm-authenticator.ts';
import { decideRefusal, refusalFault, type Evidence, type Step } from '../../worker/exchange/transport/ntlm/refusal.ts';
import type { SignInFacts } from '../../worker/exchange/transport/sign-in-memory.ts';
import type { Line } from '../../worker/lib/tls-facts.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { ACCOUNT, createNtlmServer, type NtlmServerOptions } from '../fakes/ntlm-server.ts';
import { arriving, utf8 } from './kit.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

describe('what a refusal over https means', () => {
  const table: [Evidence['password'], Evidence['otherWay'], unbound: Step, bound: Step][] = [
    ['unknown', 'untried', 'ask-autodiscover', 'ask-autodiscover'],
    ['unknown', 'impossible', 'ask-autodiscover', 'ask-autodiscover'],
    ['wrong', 'untried', 'wrong-password', 'wrong-password'],
    ['right', 'untried', 'try-other-way', 'try-other-way'],
    ['right', 'in', 'other-way', 'other-way'],
    ['right', 'refused', 're-encrypted', 're-encrypted'],
    ['right', 'impossible', 'needs-gateway', 're-encrypted'],
    ['untold', 'untried', 'try-other-way', 'try-other-way'],
    ['untold', 'in', 'other-way', 'other-way'],
    ['untold', 'refused', 'undecided', 'undecided'],
    ['untold', 'impossible', 'undecided', 'undecided'],
  ];
  test.each(table)('password %s, other way %s: %s; bound: %s', (password, otherWay, unbound, bound) => {
    expect(decideRefusal({ isBound: false, password, otherWay })).toBe(unbound);
    expect(decideRefusal({ isBound: true, password, otherWay })).toBe(bound);
  });

  test('only a password that is wrong is called that', () => {
    const said = (['needs-gateway', 're-encrypted'] as const).map((verdict) => refusalFault(verdict));
    for (const { code, message } of said) {
      expect(code).not.toBe('http-401');
      expect(message).not.toMatch(/refused the user name|wrong/);
    }
    expect(refusalFault('re-encrypted')).toMatchObject({ kind: 'tls', scope: 'endpoint', code: 'line-re-encrypted' });
  });
});

const OWN_HASH = Buffer.alloc(32, 7);
const BRIDGES_HASH = Buffer.alloc(32, 9);

type World = {
  protection?: NtlmServerOptions['protection'];
  /** How the first line comes about: the platform's own tells no certificate; the gateway's does, or that of a bridge. */
  line: 'platform' | 'gateway' | 'bridge';
  /** Whether a gateway is there beside. */
  gateway?: 'gateway' | 'bridge' | 'down';
  password?: string;
  /** Autodiscover is not there, or fails. */
  autodiscover?: 404 | 503 | 'cut' | 'hang';
  remembered?: 'none';
  page?: string;
  scheme?: 'NTLM' | 'Negotiate';
};

/** An Exchange server with NTLM. https is in the address only: what TLS adds here are the facts of the line. */
async function start(world: World) {
  const { protection, page, scheme = 'NTLM' } = world;
  const ntlm = createNtlmServer({
    endPointHash: OWN_HASH,
    scheme,
    ...(protection && { protection }),
    ...(page && { page }),
  });
  const guarded = ntlm.guard((request, response) => {
    request.resume();
    request.on('end', () => response.end('<Envelope/>'));
  });
  const asked: string[] = [];
  const answer: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    if (world.autodiscover === undefined || !request.url?.startsWith('/autodiscover'))
      return guarded(request, response);
    if (world.autodiscover === 'cut') return void request.socket.destroy();
    if (world.autodiscover === 'hang') return;
    request.resume();
    response.writeHead(world.autodiscover).end();
  };
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const learnt: SignInFacts[] = [];
  const { port } = http.address() as AddressInfo;
  const authenticator = ntlmAuthenticator({
    open: openerOf(world.line),
    ...(world.gateway && { openBound: openerOf(world.gateway) }),
    credentials: { ...ACCOUNT, password: world.password ?? ACCOUNT.password },
    random: (bytes) => bytes.fill(1),
    now: () => 0,
    scheme,
    // Whatever is tried, no connection is left over.
    maxConnections: 1,
    memory: () => ({ ...(world.remembered && { binding: world.remembered }), learn: (facts) => learnt.push(facts) }),
  });
  cleanups.push(() => {
    authenticator.close();
    http.closeAllConnections();
    http.close();
  });
  const send = async (body: BodyInit = 'body', signal?: AbortSignal) => {
    const init = { method: 'POST', body, ...(signal && { signal }) };
    try {
      const response = await authenticator.send(`https://127.0.0.1:${port}/EWS/Exchange.asmx`, init);
      return [response.status, await response.text()];
    } catch (error) {
      return error instanceof FaultError ? [error.fault.code, error.fault.message] : [String(error)];
    }
  };
  return { send, learnt, asked, log: ntlm.log, signIns: ntlm.signIns };
}

function openerOf(kind: World['line'] | 'down'): OpenSocket {
  const { open } = netSockets();
  return async (url, signal) => {
    if (kind === 'down') throw new Error('connect() failed');
    const socket = await open(new URL(url.href.replace('https:', 'http:')), signal);
    const hash = { gateway: OWN_HASH, bridge: BRIDGES_HASH, platform: undefined }[kind];
    const line: Line | undefined = hash && { route: 'direct', isOld: false, endPointHash: hash.toString('base64') };
    return { ...socket, ...(line && { line }) };
  };
}

const refusals = (log: readonly string[]) => log.filter((entry) => entry === 'refuse').length;
const EWS = '/EWS/Exchange.asmx';
const AUTODISCOVER = '/autodiscover/autodiscover.xml';

describe('a server with Extended Protection', () => {
  test.each<[string, World, string[]]>([
    ['off, directly', { line: 'platform' }, [`${EWS} none`]],
    ['off, through the gateway', { line: 'gateway' }, [`${EWS} right`]],
    ['off, over a bridge', { line: 'bridge' }, [`${EWS} wrong`]],
    ['at Allow, directly', { protection: 'allow', line: 'platform' }, [`${EWS} none`]],
    ['at Allow, through the gateway', { protection: 'allow', line: 'gateway' }, [`${EWS} right`]],
    ['at Require, through the gateway', { protection: 'require', line: 'gateway' }, [`${EWS} right`]],
    [
      'at Allow, over a bridge that is known',
      { protection: 'allow', line: 'bridge', remembered: 'none' },
      [`${EWS} none`],
    ],
  ])('%s: lets in at once', async (_, world, signIns) => {
    const server = await start(world);
    expect(await server.send()).toEqual([200, '<Envelope/>']);
    expect([server.signIns, server.learnt, refusals(server.log)]).toEqual([signIns, [], 0]);
  });

  test.each(['NTLM', 'Negotiate'] as const)('at Require, by %s: the gateway is found and kept', async (scheme) => {
    const server = await start({ protection: 'require', line: 'platform', gateway: 'gateway', scheme });
    expect(await Promise.all([server.send(), server.send(), server.send()])).toEqual(
      Array.from({ length: 3 }, () => [200, '<Envelope/>']),
    );
    expect(server.signIns.slice(0, 2)).toEqual([`${EWS} none`, `${AUTODISCOVER} none`]);
    expect(new Set(server.signIns.slice(2))).toEqual(new Set([`${EWS} right`]));
    expect(server.learnt).toEqual([{ needsBinding: true }]);
    expect(refusals(server.log)).toBe(1);
  });

  test('at Allow, over a bridge: goes on without binding, and that is remembered', async () => {
    const server = await start({ protection: 'allow', line: 'bridge' });
    expect([await server.send(), await server.send()]).toEqual([
      [200, '<Envelope/>'],
      [200, '<Envelope/>'],
    ]);
    expect(server.signIns).toEqual([`${EWS} wrong`, `${AUTODISCOVER} none`, `${EWS} none`]);
    expect(server.learnt).toEqual([{ binding: 'none' }]);
  });

  test.each<[string, World, string[]]>([
    [
      'directly and without a gateway: it is named',
      { protection: 'require', line: 'platform' },
      ['extended-protection', expect.stringContaining('Only the gateway')],
    ],
    [
      'over a bridge: it is named',
      { protection: 'require', line: 'bridge' },
      ['line-re-encrypted', expect.stringContaining('re-encrypts the connection')],
    ],
    [
      'directly, and the gateway meets a bridge: it is named',
      { protection: 'require', line: 'platform', gateway: 'bridge' },
      ['line-re-encrypted', expect.stringContaining('re-encrypts the connection')],
    ],
    [
      'directly, and the gateway is down: that is the trouble',
      { protection: 'require', line: 'platform', gateway: 'down' },
      ['Error: connect() failed'],
    ],
  ])('at Require, %s', async (_, world, said) => {
    const server = await start(world);
    expect(await server.send()).toEqual(said);
    expect(server.learnt).toEqual([]);
    expect(server.signIns.slice(0, 2)[1]).toBe(`${AUTODISCOVER} none`);
  });

  test('a refusal that names the bindings needs no Autodiscover', async () => {
    const page = 'The client supplied wrong channel bindings (0x80090346).';
    const server = await start({ protection: 'require', line: 'platform', gateway: 'gateway', page });
    expect(await server.send()).toEqual([200, '<Envelope/>']);
    expect(server.signIns).toEqual([`${EWS} none`, `${EWS} right`]);
  });

  test('a stream that comes first is sent once, when it is known how', async () => {
    const server = await start({ protection: 'require', line: 'platform', gateway: 'gateway' });
    expect(await server.send(arriving([utf8('one'), utf8('two')]))).toEqual([200, '<Envelope/>']);
    expect(server.signIns).toEqual([`${EWS} none`, `${AUTODISCOVER} none`, `${EWS} right`]);
    expect(server.log.at(-1)).toBe('known');
  });
});

describe('a wrong password over https', () => {
  const password = 'wrong';
  test.each<[string, World]>([
    ['directly', { line: 'platform', password }],
    ['directly, with a gateway beside', { line: 'platform', gateway: 'gateway', password }],
    ['through the gateway', { line: 'gateway', gateway: 'gateway', password }],
    ['at Require, directly', { protection: 'require', line: 'platform', gateway: 'gateway', password }],
    ['over a bridge', { protection: 'allow', line: 'bridge', password }],
  ])('%s: is tried twice, however many ask, and called wrong', async (_, world) => {
    const server = await start(world);
    const answers = await Promise.all([server.send(), server.send(), server.send(), server.send()]);
    expect(new Set(answers.map(([code]) => code))).toEqual(new Set(['http-401']));
    expect(answers[0]).toEqual(['http-401', 'The server refused the user name or password.']);
    expect([refusals(server.log), server.asked.filter((path) => path === AUTODISCOVER).length]).toEqual([2, 2]);
    expect(server.learnt).toEqual([]);
    // Who asks again later learns whether it has passed, and asks Autodiscover no more.
    expect((await server.send())[0]).toBe('http-401');
    expect(refusals(server.log)).toBe(3);
  });

  test('a request that is stopped during the check ends, and one that waits checks in its turn', async () => {
    const server = await start({ line: 'platform', password, autodiscover: 'hang' });
    const stop = new AbortController();
    const first = server.send('one', stop.signal);
    await vi.waitFor(() => expect(server.asked).toContain(AUTODISCOVER));
    const stopSecond = new AbortController();
    const second = server.send('two', stopSecond.signal);
    stop.abort(new DOMException('enough', 'AbortError'));
    expect(await first).toEqual(['AbortError: enough']);
    await vi.waitFor(() => expect(server.asked.filter((path) => path === AUTODISCOVER)).toHaveLength(2));
    stopSecond.abort(new DOMException('enough, too', 'AbortError'));
    expect(await second).toEqual(['AbortError: enough, too']);
  });

  test('an Autodiscover that hangs is not waited for', { timeout: 15_000 }, async () => {
    const server = await start({ line: 'platform', password, autodiscover: 'hang' });
    expect(await server.send()).toEqual(['http-401', expect.stringContaining('requires Extended Protection')]);
    expect(refusals(server.log)).toBe(1);
  });

  test.each([404, 503, 'cut'] as const)(
    'Autodiscover answers %s: the other way is tried, and both are said',
    async (autodiscover) => {
      for (const world of [
        { line: 'platform', gateway: 'gateway' },
        { line: 'gateway' },
        { line: 'platform', gateway: 'down' },
      ] as const) {
        const server = await start({ ...world, password, autodiscover });
        expect(await server.send()).toEqual(['http-401', expect.stringContaining('requires Extended Protection')]);
        expect(refusals(server.log)).toBeLessThanOrEqual(2);
      }
      const right = await start({ line: 'platform', gateway: 'gateway', protection: 'require', autodiscover });
      expect(await right.send()).toEqual([200, '<Envelope/>']);
    },
  );
});
