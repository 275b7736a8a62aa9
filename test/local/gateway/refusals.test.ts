import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import type { FrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import { openFrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import type { WindowsVersion } from '../../sandbox/front-doors/windows-tls.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { TOKEN, dialOf, startGatewayHere } from './gateway-at-work.ts';

const http = createServer((_, response) => response.end('by Exchange'));

let authority: Authority;
let gateway: GatewayAtWork;
let door: FrontDoor;

beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  gateway = await startGatewayHere({ authorities: [authority.root] });
});
afterAll(() => gateway.close());
afterEach(() => door?.close());

const open = async (profile: WindowsVersion) => (door = await openFrontDoor({ to: http, authority, profile }));

describe('the gateway refuses', () => {
  test('who has no grant, one of another token, a changed one, or one that is over', async () => {
    const { port } = await open('2016');
    const grants = [
      '',
      'nonsense',
      await signGrant('another-token-that-is-also-long-enough', dialOf({ port })),
      `${(await signGrant(TOKEN, dialOf({ port }))).slice(0, -3)}AAA`,
      await signGrant(TOKEN, dialOf({ port, until: Date.now() - 1 })),
    ];
    for (const grant of grants) {
      const { status, headers, failure } = await gateway.dial({ port }, { grant });
      expect([status, failure?.code, headers.get('connection')]).toEqual([407, 'grant-refused', 'close']);
    }
    expect(door.visits.list).toEqual([]);
  });

  test.each([
    ['another port', '127.0.0.1:1'],
    ['another host', 'localhost:PORT'],
    ['no port', '127.0.0.1'],
    ['what is no target', '/'],
  ])('a grant used for %s', async (_, target) => {
    const { port } = await open('2016');
    const { status, failure } = await gateway.dial({ port }, { target: target.replace('PORT', String(port)) });
    expect([status, failure?.code]).toEqual([403, 'grant-refused']);
    expect(door.visits.list).toEqual([]);
  });

  test.each(['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254', '100.64.0.1', '::ffff:127.0.0.1', 'fe80::1'])(
    'a name that leads to %s, and the address itself',
    async (address) => {
      const { port } = await open('2016');
      const careful = await startGatewayHere({ ways: { resolve: async () => [address] } });
      for (const host of ['mail.fjord.example', address]) {
        const { status, failure } = await careful.dial({ port, host, allowPrivate: false });
        expect([status, failure?.code]).toEqual([403, 'address-refused']);
      }
      expect(door.visits.list).toEqual([]);
      await careful.close();
    },
  );

  test('private addresses where either side refuses them', async () => {
    const { port } = await open('2016');
    const careful = await startGatewayHere({ ways: { allowPrivate: false } });
    expect((await careful.dial({ port, allowPrivate: true })).failure?.code).toBe('address-refused');
    expect((await gateway.dial({ port, allowPrivate: false })).failure?.code).toBe('address-refused');
    await careful.close();
  });

  test('ports beside those it was given', async () => {
    const { port } = await open('2016');
    const strict = await startGatewayHere({ authorities: [authority.root], ports: new Set([443]) });
    expect((await strict.dial({ port })).failure?.code).toBe('address-refused');
    await strict.close();
  });

  test('more lines than it may have', async () => {
    const { port } = await open('2016');
    const small = await startGatewayHere({ authorities: [authority.root], mostLines: 1 });
    expect((await small.dial({ port })).status).toBe(200);
    expect((await small.dial({ port })).failure?.message).toContain('which is its limit');
    await small.close();
  });

  test('a long head, other methods and other paths', async () => {
    const long = connect(gateway.port, '127.0.0.1').on('error', () => {});
    long.write(`CONNECT a:1 HTTP/1.1\r\nhost: a:1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`);
    const [answer] = (await once(long, 'data')) as [Buffer];
    expect(answer.toString()).toContain(' 431 ');
    expect((await fetch(`http://127.0.0.1:${gateway.port}/line`)).status).toBe(404);
  });
});

describe('a name that changes', () => {
  test('is looked up once for all connections of a dial: they go to the address that was checked', async () => {
    const { port } = await open('2008');
    let lookUps = 0;
    const careful = await startGatewayHere({
      authorities: [authority.root],
      // First the server, which is allowed here; then elsewhere.
      ways: { resolve: async () => (++lookUps === 1 ? ['127.0.0.1'] : ['127.0.0.2']) },
    });
    // Three connections at least: today's TLS, then old.
    const { line } = await careful.dial({ port, host: 'localhost' });
    expect(line?.protocol).toBe('TLSv1');
    expect(lookUps).toBe(1);
    await careful.close();
  });
});
