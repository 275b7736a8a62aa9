import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Principal } from '../../worker/features/kernel/principal.ts';
import { listDeliveries } from '../../worker/features/webhooks/delivery-store.ts';
import { presentDelivery } from '../../worker/features/webhooks/present.ts';
import { sendTest } from '../../worker/features/webhooks/redeliver.ts';
import { rotateSecret } from '../../worker/features/webhooks/rotate-secret.ts';
import { getWebhook } from '../../worker/features/webhooks/store.ts';
import { DAY_MS, MINUTE_MS } from '../../worker/lib/units.ts';
import { createHttp } from '../../worker/runtime/platform/http.ts';
import { SNIPPETS } from '../../app/features/webhooks/snippets.ts';
import { holdClosedPort } from '../fakes/closed-port.ts';
import { createWebhookWorld, START, verify } from './webhook-world.ts';

type Got = { path: string; headers: IncomingHttpHeaders; body: string };

const got: Got[] = [];
const servers: Server[] = [];
let origin: string;
let inner: string;
let closed: string;
let held: Awaited<ReturnType<typeof holdClosedPort>>;
let silent: string;
const innerGot: string[] = [];

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)),
  );
}

/** Answers as the path says. */
function answer(path: string, { headers, body }: Got, response: ServerResponse): void {
  if (path === '/redirect') response.writeHead(302, { location: `${inner}/secret` }).end();
  else if (path === '/moved') response.writeHead(307, { location: `${inner}/secret` }).end();
  else if (path === '/gone') response.writeHead(410).end();
  else if (path === '/fail') response.writeHead(500).end('x'.repeat(5000));
  else if (path === '/third') response.writeHead(got.filter((one) => one.path === path).length < 3 ? 500 : 200).end();
  else if (path === '/hang') return;
  else if (path === '/endless') response.writeHead(200).write('begun');
  else if (path === '/cut')
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  else if (path === '/reset') response.destroy();
  else if (path === '/echo') response.end(JSON.stringify({ headers, body }));
  else response.end('thanks');
}

beforeAll(async () => {
  inner = await listen(createServer((request, response) => void (innerGot.push(request.url ?? ''), response.end())));
  origin = await listen(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = new URL(request.url ?? '', 'http://x').pathname;
        const one = { path, headers: request.headers, body: Buffer.concat(chunks).toString() };
        got.push(one);
        answer(path, one, response);
      });
    }),
  );
  held = await holdClosedPort();
  closed = `http://127.0.0.1:${String(held.port)}`;
  silent = await listen(createTcpServer(() => {}));
});

afterAll(() => {
  held.release();
  for (const server of servers) {
    if ('closeAllConnections' in server) (server as { closeAllConnections: () => void }).closeAllConnections();
    server.close();
  }
});

/** `timeoutMs`: short where a receiver hangs. */
async function open(timeoutMs = 10_000) {
  const world = await createWebhookWorld();
  const principal: Principal = await world.addWorkgroup('wgr_a');
  const running = world.createProcess(createHttp({ allowPrivate: true }), world.db, { timeoutMs });
  const add = (url: string) => world.addWebhook(principal, { url, events: ['*'] });
  const deliveries = async (webhookId: string, later = 20_000) => {
    const rows = await listDeliveries(world.db, { id: webhookId, workgroupId: 'wgr_a' }, { limit: 100 });
    return rows.map((row) => presentDelivery(row, world.clock.now + later));
  };
  return { world, principal, running, add, deliveries };
}

it('delivers what the reference library and openssl in a shell verify', async () => {
  const { world, running, add } = await open();
  const { row, secret } = await add(`${origin}/ok`);
  got.length = 0;
  await world.writeEvent('wgr_a', {
    subject: { kind: 'pass', id: 'pas_1', name: 'Zoë / Łódź 🚢 \\ "x"' },
    data: { mailboxCount: Number.MAX_SAFE_INTEGER },
  });
  await running.drain('wgr_a');
  expect(got).toHaveLength(1);
  for (const { headers, body } of got) {
    verify(secret, body, new Headers(headers as Record<string, string>), world.clock.now);
    expect(byShell(secret, headers, body)).toBe('valid');
    expect(byShell(secret, headers, `${body} `)).toBe('invalid');
    expect(headers['content-type']).toBe('application/json');
  }
  expect(await getWebhook(world.db, 'wgr_a', row.id)).toMatchObject({ failures: 0, deliveredAt: world.clock.now });
  world.close();
});

it('signs each attempt again, with the secrets of its moment: both after a rotation, the new one alone after a day', async () => {
  const { world, principal, running, add } = await open();
  const { row, secret: old } = await add(`${origin}/third`);
  got.length = 0;
  await world.writeEvent('wgr_a');
  await running.drain('wgr_a');
  const { secret } = await rotateSecret(world.deps, principal, (await getWebhook(world.db, 'wgr_a', row.id))!);
  world.clock.now += 6 * MINUTE_MS;
  await running.drain('wgr_a');
  world.clock.now += DAY_MS;
  await running.drain('wgr_a');
  expect(got.map(({ headers }) => headers['webhook-id'])).toEqual([1, 2, 3].map(() => got[0]!.headers['webhook-id']));
  const verdicts = got.map(({ headers, body }, attempt) => {
    const at = START + [0, 6 * MINUTE_MS, 6 * MINUTE_MS + DAY_MS][attempt]!;
    return [old, secret].map((one) => {
      const byLibrary = isValid(one, body, headers, at) ? 'valid' : 'invalid';
      expect(byShell(one, headers, body)).toBe(byLibrary);
      return byLibrary;
    });
  });
  expect(verdicts).toEqual([
    ['valid', 'invalid'],
    ['valid', 'valid'],
    ['invalid', 'valid'],
  ]);
  expect(isValid(secret, got[1]!.body, got[1]!.headers, START + 12 * MINUTE_MS)).toBe(false);
  const [delivery] = await listDeliveries(world.db, row, { limit: 2 });
  expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ status: 500 }, { status: 500 }, { status: 200 }] });
  world.close();
});

function isValid(secret: string, body: string, headers: IncomingHttpHeaders, at: number): boolean {
  try {
    verify(secret, body, new Headers(headers as Record<string, string>), at);
    return true;
  } catch {
    return false;
  }
}

/** The shell snippet of the app, over the headers and the body of a request. */
function byShell(secret: string, headers: IncomingHttpHeaders, body: string): string {
  const script = `${SNIPPETS.shell.code}\nverify "$1" "$2" "$3"`;
  const values = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => String(headers[name]));
  const env = { PATH: process.env.PATH ?? '', WEBHOOK_SECRET: secret };
  return execFileSync('sh', ['-c', script, 'sh', ...values], { env, input: body, encoding: 'utf8' }).trim();
}

it('takes redirects as failures and follows none, with tests too', async () => {
  const { world, principal, running, add, deliveries } = await open();
  for (const path of ['redirect', 'moved']) {
    const { row } = await add(`${origin}/${path}`);
    await world.writeEvent('wgr_a');
    await sendTest(world.deps, principal, row);
    await running.drain('wgr_a');
    const seen = await deliveries(row.id);
    expect(seen.map(({ state }) => state).sort(), path).toEqual(['failed', 'pending']);
    for (const { attempts } of seen)
      expect(attempts[0]).toMatchObject({
        status: path === 'moved' ? 307 : 302,
        error: expect.stringContaining('Redirects are not followed'),
      });
  }
  expect(innerGot).toEqual([]);
  world.close();
});

it('says the same of a closed and a silent port, and shows it no sooner for the one', async () => {
  const { world, running, add, deliveries } = await open(300);
  const rows = [(await add(`${closed}/x`)).row, (await add(`${silent}/x`)).row, (await add(`${origin}/reset`)).row];
  await world.writeEvent('wgr_a');
  await running.drain('wgr_a');
  const [first, ...others] = await Promise.all(rows.map(({ id }) => deliveries(id)));
  const shown = (list: typeof first) =>
    list!.map(({ state, attempts }) => [state, attempts.map(({ at: _at, ...rest }) => rest)]);
  expect(shown(first)).toEqual([
    ['pending', [{ status: null, error: 'The connection failed, or no answer came in time.', ms: null, answer: null }]],
  ]);
  for (const other of others) expect(shown(other)).toEqual(shown(first));
  for (const { id } of rows)
    expect((await deliveries(id, 0))[0]).toMatchObject({ state: 'pending', nextAttemptAt: null, attempts: [] });
  world.close();
});

it('counts a status that came, even if the answer breaks off or never ends, and keeps 1 kB of it', async () => {
  const { world, running, add, deliveries } = await open(300);
  const expected = {
    cut: ['delivered', 200, 'half'],
    endless: ['delivered', 200, 'begun'],
    fail: ['pending', 500, 'x'.repeat(1024)],
  };
  for (const [path, [state, status, answered]] of Object.entries(expected)) {
    const { row } = await add(`${origin}/${path}`);
    await world.writeEvent('wgr_a');
    await running.drain('wgr_a');
    expect((await deliveries(row.id))[0], path).toMatchObject({ state, attempts: [{ status, answer: answered }] });
  }
  world.close();
});

it('keeps neither signatures nor secrets of an answer that repeats the request', async () => {
  const { world, running, add, deliveries } = await open();
  const { row } = await add(`${origin}/echo`);
  got.length = 0;
  await world.writeEvent('wgr_a');
  await running.drain('wgr_a');
  const signature = String(got[0]!.headers['webhook-signature']).slice('v1,'.length);
  const { attempts } = (await deliveries(row.id))[0]!;
  expect(attempts[0]!.answer).toContain('[withheld]');
  expect(attempts[0]!.answer).not.toContain(signature);
  world.close();
});

it('lets nobody wait for a receiver that hangs', async () => {
  const { world, running, add } = await open(300);
  await add(`${origin}/hang`);
  await add(`${silent}/x`);
  await add(`${origin}/ok`);
  got.length = 0;
  for (let count = 0; count < 20; count += 1) await world.writeEvent('wgr_a');
  const begun = performance.now();
  await running.drain('wgr_a');
  expect(got.filter(({ path }) => path === '/ok')).toHaveLength(20);
  expect(performance.now() - begun).toBeLessThan(3000);
  world.close();
});
