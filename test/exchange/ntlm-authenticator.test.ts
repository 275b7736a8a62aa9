import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { FaultError } from '../../worker/engine/model/fault.ts';
import { thrownFault } from '../../worker/exchange/faults/http-faults.ts';
import { ntlmAuthenticator, type NtlmOptions } from '../../worker/exchange/transport/ntlm/ntlm-authenticator.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { ACCOUNT, createNtlmServer, type NtlmServerOptions } from '../fakes/ntlm-server.ts';
import { arriving, utf8 } from './kit.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** Says how much it was sent. */
const counting: RequestListener = (request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => response.end(`took ${bytes}`));
};

async function start(server: NtlmServerOptions & { answer?: RequestListener } = {}, client: Partial<NtlmOptions> = {}) {
  const ntlm = createNtlmServer(server);
  const http = createServer(ntlm.guard(server.answer ?? counting));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { open, sockets } = netSockets();
  const time = { now: 1_700_000_000_000 };
  let fill = 0;
  const authenticator = ntlmAuthenticator({
    open,
    credentials: ACCOUNT,
    random: (bytes) => bytes.fill((fill += 1)),
    now: () => time.now,
    ...client,
  });
  cleanups.push(() => {
    authenticator.close();
    http.closeAllConnections();
    http.close();
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/EWS/Exchange.asmx`;
  const send = (body: BodyInit | null = 'body', init: RequestInit = {}) =>
    authenticator.send(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body, ...init });
  const ask = async (body?: BodyInit) => {
    const response = await send(body);
    return [response.status, await response.text()];
  };
  return { ask, send, sockets, time, authenticator, log: ntlm.log, forget: ntlm.forget };
}

describe('signing in', () => {
  test('takes two requests, once for a connection', async () => {
    const { ask, log, sockets, authenticator } = await start();
    expect(await ask()).toEqual([200, 'took 4']);
    expect(log).toEqual(['challenge', 'accept']);
    expect(await ask('more of it')).toEqual([200, 'took 10']);
    expect(log).toEqual(['challenge', 'accept', 'known']);
    expect(sockets).toHaveLength(1);
    expect(authenticator.scheme).toBe('ntlm');
  });

  test.each([
    ['a domain and a name', { username: 'OLD\\ann', password: 'Password' }, 200],
    ['the name in capitals', { username: 'OLD\\ANN', password: 'Password' }, 401],
    ['another domain', { username: 'NEW\\ann', password: 'Password' }, 401],
    ['a wrong password', { username: 'OLD\\ann', password: 'password' }, 401],
  ])('with %s', async (_, credentials, status) => {
    const { ask } = await start({}, { credentials });
    expect((await ask())[0]).toBe(status);
  });

  test('a stream is sent once, after the handshake, also on a new connection', async () => {
    const { ask, log } = await start();
    expect(await ask(arriving([utf8('one'), utf8('three')]))).toEqual([200, 'took 8']);
    expect(await ask(arriving([utf8('again')]))).toEqual([200, 'took 5']);
    expect(log).toEqual(['challenge', 'accept', 'known']);
  });

  test('goes by Negotiate where the server takes NTLM under that name', async () => {
    const { ask, log, authenticator } = await start({ scheme: 'Negotiate' }, { scheme: 'Negotiate' });
    expect(await ask()).toEqual([200, 'took 4']);
    expect(log).toEqual(['challenge', 'accept']);
    expect(authenticator.scheme).toBe('negotiate');
  });

  test('is done again for each request where the server says so', async () => {
    const { ask, log, sockets } = await start({ isPerRequest: true });
    expect(await ask(arriving([utf8('one')]))).toEqual([200, 'took 3']);
    expect(await ask(arriving([utf8('three')]))).toEqual([200, 'took 5']);
    expect(log).toEqual(['challenge', 'accept', 'challenge', 'accept']);
    expect(sockets).toHaveLength(1);
  });
});

describe('a server that forgets who signed in', () => {
  test('gets the credentials again at once, and from then on with each request', async () => {
    const { ask, log, forget } = await start();
    await ask();
    forget();
    expect(await ask()).toEqual([200, 'took 4']);
    expect(log).toEqual(['challenge', 'accept', 'offer', 'challenge', 'accept']);
    expect(await ask(arriving([utf8('stream')]))).toEqual([200, 'took 6']);
    expect(log.slice(5)).toEqual(['challenge', 'accept']);
  });

  test('a stream is not sent twice: the caller hears 401, and its next one goes through', async () => {
    const { ask, log, forget } = await start();
    await ask();
    forget();
    expect((await ask(arriving([utf8('stream')])))[0]).toBe(401);
    expect(await ask(arriving([utf8('stream')]))).toEqual([200, 'took 6']);
    expect(log).toEqual(['challenge', 'accept', 'offer', 'challenge', 'accept']);
  });
});

describe('a refusal', () => {
  test('is asked for once, however many wait for it: servers lock accounts', async () => {
    const { ask, log } = await start({}, { credentials: { ...ACCOUNT, password: 'wrong' } });
    const answers = await Promise.all([ask(), ask(), ask(), ask(), ask()]);
    expect(answers.map(([status]) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(log).toEqual(['challenge', 'refuse']);
    // Whoever asks later asks again; how often is not decided here.
    expect((await ask())[0]).toBe(401);
    expect(log).toEqual(['challenge', 'refuse', 'challenge', 'refuse']);
  });

  test('for lack of Extended Protection is reported as such', async () => {
    const page = 'The client supplied wrong channel bindings (0x80090346).';
    const { send } = await start({ page }, { credentials: { ...ACCOUNT, password: 'wrong' } });
    const error = await send().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FaultError);
    expect(thrownFault(error, 'destination')).toMatchObject({
      kind: 'credentials',
      code: 'extended-protection',
      side: 'destination',
    });
  });

  test.each([
    ['Kerberos alone', 'Negotiate', 'Negotiate', 'Kerberos'],
    ['Basic alone', 'Basic realm="x"', 'NTLM', 'no longer offers NTLM'],
  ] as const)('by a server with %s is reported as such', async (_, offer, scheme, words) => {
    const { send } = await start({ scheme: 'Kerberos', offers: [offer] }, { scheme });
    await expect(send()).rejects.toThrow(words);
    await expect(send()).rejects.toMatchObject({ fault: { kind: 'credentials', code: 'no-usable-sign-in' } });
  });

  test('by a server with modern sign-in alone reaches the caller as it is', async () => {
    const { send } = await start({ scheme: 'Kerberos', offers: ['Bearer realm="x"'] });
    expect((await send()).headers.get('www-authenticate')).toBe('Bearer realm="x"');
  });

  test('by a front door that is busy reaches the caller, who may come again', async () => {
    let times = 0;
    const ntlm = createNtlmServer();
    const answer = ntlm.guard(counting);
    const http = createServer((request, response) => {
      times += 1;
      if (times > 1) return answer(request, response);
      request.resume();
      response.writeHead(503, { 'retry-after': '7' }).end('busy');
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => void http.close());
    const { open } = netSockets();
    const authenticator = ntlmAuthenticator({ open, credentials: ACCOUNT, random: () => {}, now: () => 0 });
    cleanups.push(() => authenticator.close());
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
    const send = () => authenticator.send(url, { method: 'POST', body: 'body' });
    const busy = await send();
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([503, '7', 'busy']);
    expect((await send()).status).toBe(200);
  });
});

describe('connections', () => {
  /** Holds each answer back until it is let go. */
  function holding() {
    const held: (() => void)[] = [];
    let most = 0;
    let now = 0;
    const answer: RequestListener = (request, response) => {
      most = Math.max(most, (now += 1));
      request.resume();
      request.on('end', () =>
        held.push(() => {
          now -= 1;
          response.end('done');
        }),
      );
    };
    /** Not before `together` are held at once: whoever may begin has begun by then. */
    const letGo = async (count: number, together = 1) => {
      while (held.length < together) await new Promise((resolve) => setTimeout(resolve, 2));
      for (let done = 0; done < count;) {
        const next = held.shift();
        if (next) {
          next();
          done += 1;
        } else await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    return { answer, letGo, most: () => most };
  }

  test('are as many as allowed, each for one request at a time; the rest waits its turn', async () => {
    const { answer, letGo, most } = holding();
    const { ask, sockets } = await start({ answer }, { maxConnections: 3 });
    const all = Promise.all(Array.from({ length: 10 }, () => ask()));
    // The first alone shows that the credentials are right.
    await letGo(1);
    await letGo(9, 3);
    expect((await all).map(([status]) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(most()).toBe(3);
    expect(sockets).toHaveLength(3);
  });

  test('a body that is not read yet keeps its connection', async () => {
    const { send, ask, sockets } = await start();
    const first = await send();
    expect(await ask()).toEqual([200, 'took 4']);
    expect(sockets).toHaveLength(2);
    expect(await first.text()).toBe('took 4');
    await Promise.all([ask(), ask()]);
    expect(sockets).toHaveLength(2);
  });

  test('a request that is stopped while it waits ends, and the others keep their turns', async () => {
    const { answer, letGo } = holding();
    const { send, ask } = await start({ answer }, { maxConnections: 1 });
    const controller = new AbortController();
    const first = ask();
    const second = send('body', { signal: controller.signal });
    const third = ask();
    const stopped = expect(second).rejects.toMatchObject({ name: 'AbortError' });
    controller.abort();
    await stopped;
    await letGo(2);
    expect([await first, await third]).toEqual([
      [200, 'done'],
      [200, 'done'],
    ]);
  });

  test('one that lay idle for fifty seconds is not used any more', async () => {
    const { ask, sockets, time } = await start();
    await ask();
    time.now += 49_000;
    await ask();
    expect(sockets).toHaveLength(1);
    time.now += 51_000;
    await ask();
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.destroyed).toBe(true);
  });

  test('one that the server closed is replaced', async () => {
    const { ask, sockets } = await start({
      answer: (request, response) => {
        request.resume();
        request.on('end', () => response.end('bye', () => request.socket.end()));
      },
    });
    expect(await ask()).toEqual([200, 'bye']);
    await new Promise<void>((resolve) => void sockets[0]?.once('end', resolve));
    expect(await ask()).toEqual([200, 'bye']);
    expect(sockets).toHaveLength(2);
  });

  test('all are closed at the end, and what is on its way breaks off', async () => {
    const { answer } = holding();
    const { send, ask, sockets, authenticator } = await start({ answer });
    const pending = send();
    const outcome = expect(pending).rejects.toThrow('closed');
    while (sockets.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    authenticator.close();
    await outcome;
    expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    await expect(ask()).rejects.toThrow('closed');
  });

  test('no connection is shared by two identities, even to the same server', async () => {
    const { ask, log, sockets } = await start();
    await ask();
    const port = sockets[0]?.remotePort;
    const own = netSockets();
    const other = ntlmAuthenticator({
      open: own.open,
      credentials: { ...ACCOUNT, password: 'wrong' },
      random: () => {},
      now: () => 0,
    });
    cleanups.push(() => other.close());
    expect((await other.send(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x' })).status).toBe(401);
    expect(log).toEqual(['challenge', 'accept', 'challenge', 'refuse']);
  });

  test('a server that cannot be reached is reported as fetch reports it', async () => {
    const { open } = netSockets();
    const authenticator = ntlmAuthenticator({ open, credentials: ACCOUNT, random: () => {}, now: () => 0 });
    const error = await authenticator
      .send('http://127.0.0.1:1/', { method: 'POST', body: 'x' })
      .catch((e: unknown) => e);
    expect(thrownFault(error, 'source')).toMatchObject({ kind: 'unreachable', code: 'connection-refused' });
  });
});
