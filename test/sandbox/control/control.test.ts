import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, codesOf, distinguished, envelope, getFolderBody, syncBody } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { V16 } from '../kit/test-pair.ts';

const EMAIL = 'owner@new.example';
const inbox = getFolderBody(distinguished('inbox'));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    controlPort: 0,
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'owner@old.example', fill: { seed: 3, items: 20 } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }], signIn: { schemes: ['Basic'] } },
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await order('DELETE', '/faults');
  await order('POST', '/throttle', { policy: null });
  await order('POST', '/reset-stats');
});

type Told = { status: number; body: Record<string, never> };

async function order(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Told> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': type } };
  const response = await fetch(`${sandbox.controlUrl}${path}`, { method, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

const old = () => sandbox.source;
const getOld = async (): Promise<string[]> => {
  const answer = await call(old(), old().mailboxes[0] as { email: string; password: string }, inbox);
  return answer.status === 401 ? ['401'] : codesOf(answer);
};

/** Over TLS, trusting the sandbox's authority or what the computer trusts. Returns the error's code, or the response codes. */
async function getRecent(trusts = true): Promise<string[]> {
  const [login] = sandbox.destination.mailboxes;
  const ca = trusts ? (await sandbox.authority()).root : undefined;
  return new Promise((resolve) => {
    const request = httpsRequest(
      sandbox.destination.httpsUrl,
      {
        method: 'POST',
        agent: false,
        ...(ca === undefined ? {} : { ca }),
        auth: `${login?.email}:${login?.password}`,
        headers: { 'content-type': 'text/xml' },
      },
      (response) => {
        let text = '';
        response.on('data', (piece: Buffer) => (text += piece.toString()));
        response.on('end', () => resolve(codesOf({ status: 200, text, headers: new Headers() })));
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => resolve([error.code ?? error.message]));
    request.end(envelope(inbox, V16));
  });
}

describe('orders', () => {
  test('a fault is set, seen, counted and taken away', async () => {
    const rule = { operation: 'GetFolder', nth: 2, effect: { kind: 'batch-error', code: 'ErrorMailboxFailover' } };
    expect((await order('POST', '/faults', { side: 'source', ...rule })).body).toEqual({ source: 'done' });
    expect([...(await getOld()), ...(await getOld())]).toEqual(['NoError', 'ErrorMailboxFailover']);
    const { body } = await order('GET', '/state?side=source');
    expect(body).toMatchObject({
      source: { rules: [{ rule, seen: 2, hits: 1 }], stats: { requests: { GetFolder: 2 }, writes: {}, outgoing: 0 } },
    });
    expect(body).toHaveProperty(['source', 'stats', 'faults'], { 'batch-error ErrorMailboxFailover': 1 });
    await order('DELETE', '/faults');
    expect((await order('GET', '/faults')).body).toEqual({ source: [], destination: [] });
  });

  test('the throttle, the network, sync states', async () => {
    await order('POST', '/throttle', { side: 'source', policy: { burstMs: 0, cutoffMs: 0 } });
    expect(await getOld()).toEqual(['ErrorServerBusy']);
    await order('POST', '/throttle', { side: 'source', policy: 'default' });
    expect(await getOld()).toEqual(['NoError']);
    await order('POST', '/network', { side: 'source', roundTripMs: 50 });
    const begin = performance.now();
    await getOld();
    expect(performance.now() - begin).toBeGreaterThan(48);
    await order('POST', '/network', { roundTripMs: 0 });
    const login = old().mailboxes[0] as { email: string; password: string };
    const first = await call(old(), login, syncBody(distinguished('inbox')));
    const state = /<m:SyncState>([^<]*)/.exec(first.text)?.[1] as string;
    await order('POST', '/sync-states/invalidate');
    const second = await call(old(), login, syncBody(distinguished('inbox'), state));
    expect(codesOf(second)).toEqual(['ErrorInvalidSyncStateData']);
  });

  test('accounts and how they sign in', async () => {
    const account = 'owner@old.example';
    const become = (what: string, more: object = {}) =>
      order('POST', `/accounts/${what}`, { account, side: 'source', ...more });
    for (const [what, undo] of [
      ['lock', 'unlock'],
      ['disable', 'activate'],
      ['expire', 'activate'],
      ['must-change-password', 'activate'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      await become(what);
      // oxlint-disable-next-line no-await-in-loop
      expect(await getOld(), what).toEqual(['401']);
      // oxlint-disable-next-line no-await-in-loop
      await become(undo);
      // oxlint-disable-next-line no-await-in-loop
      expect(await getOld(), undo).toEqual(['NoError']);
    }
    await become('password', { password: 'changed' });
    expect(await getOld()).toEqual(['401']);
    await become('password', { password: old().mailboxes[0]?.password });
    await order('POST', '/sign-in', { side: 'source', schemes: ['NTLM'] });
    expect(await getOld()).toEqual(['401']);
    await order('POST', '/sign-in', { side: 'source', schemes: ['Basic'] });
    expect(await getOld()).toEqual(['NoError']);
  });

  test('items become corrupt, by mailbox and subject', async () => {
    const { subject } = old()
      .store.sql("select subject from items where owner is null and subject != '' limit 1")
      .get() as { subject: string };
    const item = { side: 'source', mailbox: 'owner@old.example', subject };
    expect((await order('POST', '/items/corrupt', item)).body['source']).toHaveProperty('marked');
    expect(old().side.corrupt.isEmpty).toBe(false);
    await order('POST', '/items/heal', item);
    expect(old().side.corrupt.isEmpty).toBe(true);
  });

  test('what it does not understand it refuses, and says why', async () => {
    const refusals = [
      order('POST', '/faults', { effect: { kind: 'explode' } }),
      order('POST', '/faults', { effect: { kind: 'delay', ms: 1 }, operatoin: 'GetItem' }),
      order('POST', '/faults', { effect: { kind: 'delay', minutes: 1 } }),
      order('POST', '/faults', { effect: { kind: 'item-error' } }),
      order('POST', '/faults', { side: 'left', effect: { kind: 'delay', ms: 1 } }),
      order('POST', '/faults', 'text'),
      order('POST', '/network', { roundtrip: 5 }),
      order('POST', '/throttle', { policy: { burst: 5 } }),
      order('POST', '/throttle', {}),
      order('POST', '/sign-in', { scheme: 'NTLM' }),
      order('POST', '/faults', { effect: { kind: 'delay', ms: 1 } }, 'text/plain'),
      order('POST', '/accounts/lock', { side: 'source', account: 'nobody' }),
      order('POST', '/items/corrupt', { side: 'source', mailbox: 'owner@old.example', subject: 'none such' }),
      order('POST', '/certificate', { side: 'destination', kind: 'blue' }),
      order('POST', '/certificate', { side: 'source', kind: 'good', color: 'blue' }),
      order('POST', '/tls', { side: 'source', profile: '95' }),
      order('POST', '/tls', { side: 'source', ciphers: 'ALL:@SECLEVEL=0' }),
      order('POST', '/handshake', { side: 'source', how: 'wave' }),
      order('POST', '/handshake', { side: 'source', how: 'cut', at: 'noon' }),
      order('POST', '/front-door', { side: 'source', idleMs: '5' }),
      order('POST', '/affinity', { side: 'source', balancer: 'nginx' }),
      order('POST', '/affinity', { side: 'source', without: 'words' }),
      order('GET', '/constructor'),
    ];
    for (const refusal of refusals) {
      // oxlint-disable-next-line no-await-in-loop
      const { status, body } = await refusal;
      expect([status, typeof body['error']]).toEqual([400, 'string']);
    }
    expect(old().side.faults.list()).toEqual([]);
  });
});

describe('TLS', () => {
  test('a good certificate is taken by who trusts its authority, and by no one else', async () => {
    expect(await getRecent()).toEqual(['NoError']);
    expect(await getRecent(false)).toEqual(['UNABLE_TO_GET_ISSUER_CERT_LOCALLY']);
  });

  test.each([
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('a certificate that is %s is not taken', async (kind, code) => {
    await order('POST', '/certificate', { side: 'destination', kind });
    expect(await getRecent()).toEqual([code]);
    await order('POST', '/certificate', { side: 'destination', kind: 'good' });
    expect(await getRecent()).toEqual(['NoError']);
  });

  test('a handshake that the server breaks off', async () => {
    await order('POST', '/faults', { side: 'destination', times: 2, effect: { kind: 'connection', how: 'close' } });
    expect(await getRecent()).toEqual(['ECONNRESET']);
    expect(await getRecent()).toEqual(['ECONNRESET']);
    expect(await getRecent()).toEqual(['NoError']);
  });

  test('another TLS, another handshake, and what the door saw', async () => {
    const begin = async (): Promise<void> => void (await order('POST', '/reset-stats'));
    await begin();
    await order('POST', '/tls', { side: 'destination', profile: '2008 R2' });
    expect((await getRecent())[0]).toMatch(/EPROTO|ALERT_PROTOCOL_VERSION/);
    await order('POST', '/tls', {
      side: 'destination',
      profile: '2012 R2',
      minVersion: 'TLSv1.2',
      ciphers: 'AES256-SHA256',
    });
    expect(await getRecent()).toEqual(['NoError']);
    const { body } = await order('GET', '/front-door?side=destination');
    expect(body['destination']).toMatchObject({
      httpsUrl: sandbox.destination.httpsUrl,
      settings: { tls: { minVersion: 'TLSv1.2', ciphers: 'AES256-SHA256' }, handshake: 'none', certificate: 'good' },
      certificate: expect.stringMatching(/^[0-9a-f]{64}$/),
      visits: [
        { handshake: 'failed', applicationBytes: 0, authorizations: 0 },
        { handshake: 'done', protocol: 'TLSv1.2', cipher: 'AES256-SHA256', requests: 1, authorizations: 1 },
      ],
    });
    await order('POST', '/tls', { side: 'destination' });
    await order('POST', '/handshake', { side: 'destination', how: 'cut', at: 'server-hello' });
    expect(await getRecent()).toEqual(['ECONNRESET']);
    await order('POST', '/handshake', { side: 'destination', how: 'none' });
    await begin();
    await order('POST', '/front-door', { side: 'destination', strayContinue: true, bridge: true });
    expect(await getRecent()).toEqual(['NoError']);
    expect((await order('GET', '/front-door?side=destination')).body['destination']).toMatchObject({
      settings: { strayContinue: true, bridge: true },
      visits: [{ protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES256-GCM-SHA384' }],
    });
    await order('POST', '/front-door', { side: 'destination', strayContinue: false, bridge: false });
  });

  test('affinity, and how one signs in over TLS', async () => {
    await order('POST', '/affinity', { side: 'destination', balancer: 'f5', without: 'slow', slowMs: 10, graceMs: 1 });
    expect(sandbox.destination.side.affinity.options).toEqual({
      balancer: 'f5',
      without: 'slow',
      slowMs: 10,
      graceMs: 1,
    });
    await order('POST', '/affinity');
    expect(sandbox.destination.side.affinity.options).toEqual({});
    await order('POST', '/sign-in', {
      side: 'destination',
      extendedProtection: 'require',
      basicCharset: 'windows-1252',
    });
    expect(sandbox.destination.side.signIn).toMatchObject({
      extendedProtection: 'require',
      basicCharset: 'windows-1252',
    });
    await order('POST', '/sign-in', { extendedProtection: null, basicCharset: null });
    expect(await getRecent()).toEqual(['NoError']);
  });

  test('a reset within an answer', async () => {
    await order('POST', '/faults', { side: 'destination', times: 1, effect: { kind: 'reset', at: 'after' } });
    expect(await getRecent()).toEqual(['ECONNRESET']);
  });
});

test('serve.ts tells the address of its control port', async () => {
  const options = {
    source: { profile: 'Exchange2010_SP2' },
    destination: { profile: 'Exchange2019' },
  };
  const args = ['test/sandbox/serve.ts', '--with-parent', '--control-port', '0', '--options', JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await new Promise<string[]>((resolve) => lines.once('line', (text: string) => resolve([text])));
  const { controlUrl } = JSON.parse(line ?? '{}') as { controlUrl: string };
  const state = (await (await fetch(`${controlUrl}/state`)).json()) as object;
  expect(state).toHaveProperty(['destination', 'version']);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end();
  expect(await ended).toBe(0);
});
