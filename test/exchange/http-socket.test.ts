import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openReader, readAll } from '../../worker/exchange/xml/byte-reader.ts';
import { createHttpConnection, type HttpConnection } from '../../worker/exchange/transport/http/http-connection.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { createRandom } from '../fakes/prng.ts';
import { arriving, never, utf8 } from './kit.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

type Received = { text: string; isEnded: boolean; socket: Socket };

/** A server that sends given bytes, one by one, once it has seen a request's head. */
async function scripted(say: (socket: Socket) => void): Promise<{
  url: URL;
  received: Received;
  connect: () => Promise<{ connection: HttpConnection; settled: string[] }>;
}> {
  const received = { text: '', isEnded: false } as Received;
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    received.socket = socket;
    let times = 0;
    socket.on('error', () => {});
    socket.on('end', () => {
      received.isEnded = true;
      socket.end();
    });
    socket.on('data', (data) => {
      const heads = () => received.text.split('\r\n\r\n').length - 1;
      received.text += data.toString('latin1');
      if (heads() > times) {
        times += 1;
        say(socket);
      }
    });
    cleanups.push(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx?x=1`);
  return {
    url,
    received,
    connect: async () => {
      const settled: string[] = [];
      const socket = await netSockets().open(url, never());
      const connection = createHttpConnection(socket, {
        settled: (c) => settled.push(c.isReady() ? 'ready' : 'closed'),
      });
      cleanups.push(() => connection.close());
      return { connection, settled };
    },
  };
}

const bytesOf = async (response: Response) => {
  const body = response.body;
  return body === null ? new Uint8Array(0) : readAll(openReader(body), 100_000_000);
};
const textOf = async (response: Response) => new TextDecoder().decode(await bytesOf(response));
const headers = () => new Headers({ 'content-type': 'text/xml', soapaction: '"x"' });

/** Waits, a few event loop turns at most, for what another socket has to hear of first. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 4));
  expect(condition()).toBe(true);
}

describe('an answer', () => {
  const page = 'content';
  test.each<[string, string, string, 'ready' | 'closed']>([
    ['with a length', `HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n${page}`, page, 'ready'],
    [
      'with the same length twice',
      `HTTP/1.1 200 OK\r\nContent-Length: 7\r\ncontent-length: 7\r\n\r\n${page}`,
      page,
      'ready',
    ],
    ['that is empty', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', '', 'ready'],
    ['without content', 'HTTP/1.1 204 No Content\r\n\r\n', '', 'ready'],
    [
      'in chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\ncon\r\n4\r\ntent\r\n0\r\n\r\n',
      page,
      'ready',
    ],
    [
      'in chunks with a trailer',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n07\r\ncontent\r\n0\r\nx-sum: 1\r\ny: 2\r\n\r\n',
      page,
      'ready',
    ],
    ['with line feeds alone', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n7\ncontent\n0\n\n', page, 'ready'],
    [
      'behind interim ones',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nx: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n${page}`,
      page,
      'ready',
    ],
    [
      'that closes the connection',
      `HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: Close\r\n\r\n${page}`,
      page,
      'closed',
    ],
    ['of HTTP/1.0', `HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\n${page}`, page, 'closed'],
    [
      'with both a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ncontent\r\n0\r\n\r\n',
      page,
      'closed',
    ],
    [
      'with more behind it than belongs to it',
      `HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n${page}HTTP/1.1 200 OK\r\n\r\n`,
      page,
      'closed',
    ],
  ])('%s is read, in whatever pieces it comes', async (_, answer, expected, then) => {
    for (const pieceBytes of [1000, 1, 3]) {
      const { url, connect } = await scripted((socket) => {
        for (let at = 0; at < answer.length; at += pieceBytes) socket.write(answer.slice(at, at + pieceBytes));
      });
      const { connection, settled } = await connect();
      const response = await connection.request({
        method: 'POST',
        url,
        headers: headers(),
        body: utf8('x'),
        signal: never(),
      });
      expect(await textOf(response)).toBe(expected);
      // What comes unasked may come a moment later: by then the connection must be out of use.
      if (then === 'closed') await until(() => !connection.isReady());
      else expect(settled).toEqual(['ready']);
    }
  });

  test('that ends with the connection is read to there', async () => {
    const { url, connect } = await scripted((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\ncontent'));
    const { connection, settled } = await connect();
    const response = await connection.request({ method: 'GET', url, headers: headers(), signal: never() });
    expect(await textOf(response)).toBe('content');
    expect(settled).toEqual(['closed']);
  });

  test('tells status and headers', async () => {
    const { url, connect } = await scripted((socket) =>
      socket.write(
        'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm="x"\r\nX-Fold: a\r\n b\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    const { connection } = await connect();
    const response = await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
    expect([response.status, response.statusText, response.body]).toEqual([401, 'Unauthorized', null]);
    expect(response.headers.get('www-authenticate')).toBe('NTLM, Basic realm="x"');
    expect(response.headers.get('x-fold')).toBe('a b');
  });

  test.each([
    ['nothing', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['something else', '220 mail.example.com ESMTP\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 8\r\n\r\ncontent!'],
    ['no valid length', 'HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\ncontent'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'x-more: and more\r\n'.repeat(5000)}`],
  ])('that is %s is none', async (_, answer) => {
    const { url, connect } = await scripted((socket) => void socket.end(answer));
    const { connection, settled } = await connect();
    const asked = connection.request({ method: 'POST', url, headers: headers(), signal: never() });
    await expect(asked).rejects.toThrow(/answer|closed|HTTP/);
    expect(settled).toEqual(['closed']);
  });

  test.each([
    ['its length', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\ncontent'],
    ['a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ncontent'],
    ['its chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ncontent\r\n'],
    ['its trailer', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ncontent\r\n0\r\n'],
    ['a valid size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\ncontent\r\nxyz\r\n'],
    ['the end of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ncontent\r\n0\r\n\r\n'],
  ])('whose body ends without %s errors, and never closes', async (_, answer) => {
    const { url, connect } = await scripted((socket) => void socket.end(answer));
    const { connection, settled } = await connect();
    const response = await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
    await expect(bytesOf(response)).rejects.toThrow(/body|chunk/);
    expect(settled).toEqual(['closed']);
  });
});

describe('a large body', () => {
  const seed = 20_260_102;
  const random = createRandom(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const content = new Uint8Array(1_200_000).map(() => upTo(256));

  test(`comes whole, in large chunks, whatever the server's are (seed ${seed})`, async () => {
    for (const most of [400, 9000, 200_000, 1_200_000]) {
      const { url, connect } = await scripted((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        for (let at = 0; at < content.length;) {
          const end = Math.min(content.length, at + 1 + upTo(most));
          socket.write(`${(end - at).toString(16)}\r\n`);
          socket.write(content.subarray(at, end));
          socket.write('\r\n');
          at = end;
        }
        socket.write('0\r\n\r\n');
      });
      const { connection } = await connect();
      const response = await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
      const reader = openReader(response.body as ReadableStream<Uint8Array>);
      let at = 0;
      let reads = 0;
      let spare: ArrayBufferLike | undefined;
      for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read(spare)) {
        expect(Buffer.compare(chunk, content.subarray(at, at + chunk.length))).toBe(0);
        at += chunk.length;
        reads += 1;
        spare = chunk.buffer;
      }
      expect(at).toBe(content.length);
      expect(reads).toBeLessThan(20);
      expect(connection.isReady()).toBe(true);
    }
  });

  test('waits with the server while no one reads it', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    let written = 0;
    const { url, connect } = await scripted((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${32 * piece.length}\r\n\r\n`);
      const more = () => {
        while (written < 32) {
          written += 1;
          if (!socket.write(piece)) return void socket.once('drain', more);
        }
      };
      more();
    });
    const { connection } = await connect();
    const response = await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
    await new Promise((resolve) => setTimeout(resolve, 100));
    // What fits into the sockets' own buffers, and no more.
    expect(written).toBeLessThan(20);
    expect((await bytesOf(response)).length).toBe(32 * piece.length);
  });
});

describe('a request', () => {
  const ok = (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');

  test('of bytes tells its length', async () => {
    const { url, received, connect } = await scripted(ok);
    const { connection } = await connect();
    await connection.request({ method: 'POST', url, headers: headers(), body: utf8('bödy'), signal: never() });
    const [head, body] = received.text.split('\r\n\r\n');
    expect(head?.split('\r\n')).toEqual([
      'POST /EWS/Exchange.asmx?x=1 HTTP/1.1',
      `host: ${url.host}`,
      'connection: keep-alive',
      'content-type: text/xml',
      'soapaction: "x"',
      'accept-encoding: identity',
      'content-length: 5',
    ]);
    expect(Buffer.from(body ?? '', 'latin1').toString('utf8')).toBe('bödy');
  });

  test('of a stream goes out in chunks, and the next one follows on the same connection', async () => {
    const { url, received, connect } = await scripted(() => {});
    const { connection } = await connect();
    const body = arriving([utf8('one'), utf8('three')]);
    const first = connection.request({ method: 'POST', url, headers: headers(), body, signal: never() });
    await until(() => received.text.endsWith('0\r\n\r\n'));
    ok(received.socket);
    await first;
    expect(received.text).toContain('transfer-encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n');
    received.text = '';
    const next = connection.request({ method: 'POST', url, headers: headers(), body: utf8('x'), signal: never() });
    await until(() => received.text.endsWith('x'));
    ok(received.socket);
    expect((await next).status).toBe(200);
  });

  test('of a stream of known length goes out as it is, and errs when the length was wrong', async () => {
    for (const [said, isRight] of [
      [8, true],
      [7, false],
      [9, false],
    ] as const) {
      const { url, received, connect } = await scripted((socket) => void setTimeout(() => ok(socket), 50));
      const { connection } = await connect();
      const withLength = headers();
      withLength.set('content-length', String(said));
      const body = arriving([utf8('one'), utf8('three')]);
      const asked = connection.request({ method: 'POST', url, headers: withLength, body, signal: never() });
      if (isRight) {
        await asked;
        expect(received.text).toMatch(/content-length: 8\r\n\r\nonethree$/);
      } else {
        await expect(asked).rejects.toThrow('than its declared length');
        await until(() => received.isEnded);
      }
    }
  });

  test.each(['the signal', 'the stream'])('that %s breaks off never looks complete to the server', async (who) => {
    const { url, received, connect } = await scripted(() => {});
    const { connection, settled } = await connect();
    const controller = new AbortController();
    const reason = new Error('the source died');
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const asked = connection.request({
      method: 'POST',
      url,
      headers: headers(),
      body: readable,
      signal: controller.signal,
    });
    const outcome = expect(asked).rejects.toThrow(who === 'the signal' ? 'the source died' : 'the body of the request');
    await writer.write(utf8('half'));
    await until(() => received.text.endsWith('half\r\n') || received.text.endsWith('half'));
    if (who === 'the signal') {
      controller.abort(reason);
      // The trap: a body that ends cleanly after all.
      await writer.close().catch(() => {});
    } else {
      await writer.abort(reason);
    }
    await outcome;
    await until(() => received.isEnded || received.socket.destroyed);
    expect(received.text).not.toMatch(/\r\n0\r\n/);
    expect(settled).toEqual(['closed']);
  });

  test('whose answer comes early leaves the rest unsent, and the connection is not used again', async () => {
    const { url, connect } = await scripted((socket) => {
      socket.pause();
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!');
    });
    const { connection, settled } = await connect();
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const response = await connection.request({ method: 'POST', url, headers: headers(), body, signal: never() });
    expect([response.status, await textOf(response)]).toEqual([413, 'no!']);
    expect(settled).toEqual(['closed']);
    const before = given;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(given - before).toBeLessThan(3);
  });

  test('that is aborted while its answer comes ends the answer with the reason', async () => {
    const { url, connect } = await scripted((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    );
    const { connection } = await connect();
    const controller = new AbortController();
    const response = await connection.request({ method: 'POST', url, headers: headers(), signal: controller.signal });
    const reading = bytesOf(response);
    controller.abort(new DOMException('nothing moved', 'TimeoutError'));
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('after its end its signal has no power over the connection', async () => {
    const { url, connect } = await scripted(ok);
    const { connection } = await connect();
    const controller = new AbortController();
    await connection.request({ method: 'POST', url, headers: headers(), signal: controller.signal });
    controller.abort();
    expect(connection.isReady()).toBe(true);
    expect((await connection.request({ method: 'POST', url, headers: headers(), signal: never() })).status).toBe(200);
  });

  test('whose answer is given up closes the connection', async () => {
    const { url, connect } = await scripted((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    );
    const { connection, settled } = await connect();
    const response = await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
    await response.body?.cancel();
    expect(settled).toEqual(['closed']);
  });
});

test('a connection that the server ends while it is idle is not ready any more', async () => {
  const { url, received, connect } = await scripted((socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
  );
  const { connection } = await connect();
  await connection.request({ method: 'POST', url, headers: headers(), signal: never() });
  expect(connection.isReady()).toBe(true);
  received.socket.end();
  await until(() => !connection.isReady());
});
