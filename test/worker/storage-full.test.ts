import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { composeDeps } from '../../worker/runtime/compose.ts';
import { createRoomLook } from '../../worker/runtime/platform/room.ts';
import { failureOf } from '../../worker/runtime/slices/slice-failure.ts';
import { cookieOf, createHarness } from './harness.ts';

const owner = {
  workgroupName: 'Northwind IT',
  name: 'Ada Owner',
  email: 'ada@northwind.example',
  password: 'a long password',
};

/** A database whose every statement fails as on a full disk. */
function fullDatabase(): D1Database {
  const refuse = async () => {
    throw new Error('D1_ERROR: database or disk is full: SQLITE_FULL');
  };
  const statement = { all: refuse, first: refuse, run: refuse, raw: refuse, bind: () => statement };
  return { prepare: () => statement, batch: refuse, exec: refuse } as unknown as D1Database;
}

const made = await createHarness().ask('POST', '/api/setup', { body: { ...owner, setupToken: env.SETUP_TOKEN } });
const cookie = cookieOf(made);
const { key } = (await createHarness().ask('POST', '/api/api-keys', { headers: { cookie }, body: { name: 'x' } })).body;

test('every route answers 507 with cause and remedy, and the log is not filled with it', async () => {
  const events: string[] = [];
  const log = { info: () => {}, error: (event: string) => void events.push(event) };
  const { ask } = createHarness({ ...composeDeps({ ...env, DB: fullDatabase() }), log });
  const signIn = { email: owner.email, password: owner.password };
  for (const [method, path, headers, body] of [
    ['GET', '/api/projects', { authorization: `Bearer ${key}` }, undefined],
    ['POST', '/api/projects', { authorization: `Bearer ${key}` }, { name: 'x' }],
    ['GET', '/api/me', { cookie }, undefined],
    ['GET', '/api/setup', {}, undefined],
    ['GET', '/api/auth/get-session', { cookie }, undefined],
    ['POST', '/api/auth/sign-in/email', {}, signIn],
  ] as const) {
    const answer = await ask(method, path, { headers, body });
    expect([path, answer.status, answer.body.code]).toEqual([path, 507, 'storage-full']);
    expect(answer.body).toMatchObject({ title: expect.any(String), remedy: expect.stringContaining('Free up space') });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }
  expect(events).toEqual([]);
});

test('a database that fails without saying why is asked for on the computer, where there is one', async () => {
  const broken = { prepare: () => ({ bind: () => broken.prepare(), raw: fail, all: fail, run: fail }) };
  async function fail(): Promise<never> {
    throw new Error('internal error; reference = fg5m5i7lje1k08c3pc49as9o');
  }
  const headers = { authorization: `Bearer ${key}` };
  for (const [status, code] of [
    [507, 'storage-full'],
    [204, 'unexpected'],
    [500, 'unexpected'],
  ] as const) {
    const fetch = async (url: string) => new Response(null, { status: url.endsWith('/room') ? 204 : status });
    const computer = { fetch } as unknown as Fetcher;
    const deps = composeDeps({ ...env, DB: broken as unknown as D1Database, COMPUTER: computer });
    const answer = await createHarness({ ...deps, log: { info: () => {}, error: () => {} } }).ask(
      'GET',
      '/api/projects',
      { headers },
    );
    expect(answer.body.code).toBe(code);
  }
});

test('a computer without room says so before a request begins, although the database still has pages to write on', async () => {
  let status = 507;
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return new Response(null, { status });
  };
  let now = 1_000_000;
  const deps = composeDeps({ ...env, COMPUTER: { fetch } as unknown as Fetcher });
  const isRoomUsedUp = createRoomLook({ fetch } as unknown as Fetcher, () => now);
  const { ask } = createHarness({ ...deps, isRoomUsedUp });
  const list = async () => (await ask('GET', '/api/projects', { headers: { authorization: `Bearer ${key}` } })).status;
  expect([await list(), await list()]).toEqual([507, 507]);
  expect(asked).toBe(1);
  status = 204;
  now += 1_000;
  expect(await list()).toBe(200);
});

test('a slice waits for room, however often it has tried; another failure of our own ends after some tries', () => {
  const full = new Error('Failed query: select 1', {
    cause: new Error('D1_ERROR: database or disk is full: SQLITE_FULL'),
  });
  for (const attempts of [0, 8, 100])
    expect(failureOf(full, attempts, 1_000)).toMatchObject({
      outcome: 'wait',
      resumeAt: 16_000,
      fault: { code: 'storage-full' },
    });
  expect(failureOf(new Error('D1_ERROR: no such table'), 8, 1_000)).toMatchObject({ outcome: 'failed' });
});
