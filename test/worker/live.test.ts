import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { composeDeps } from '../../worker/runtime/compose.ts';
import { createHarness, makeProject, signUp, wholeWorker } from './harness.ts';

const harness = createHarness();
const { ask, askSignedIn, key, signIn, workgroupId } = await signUp(harness);
const cookie = await signIn();
const { projectId } = await makeProject(ask, 1);
const url = `http://mailferry.test/api/projects/${projectId}/live`;

/** The first message of the live socket, asked for with these headers. */
async function firstMessage(headers: Record<string, string>): Promise<unknown> {
  const response = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
  expect(response.status).toBe(101);
  const socket = response.webSocket;
  if (!socket) throw new Error('No socket came with the answer');
  const message = new Promise<unknown>((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
  socket.accept();
  const first = await message;
  socket.close();
  return first;
}

test('through the whole worker the live socket opens and tells how things stand', async () => {
  const byKey = { authorization: `Bearer ${key}` };
  const byCookie = { cookie, origin: 'http://mailferry.test' };
  for (const headers of [byKey, byCookie] as Record<string, string>[]) {
    expect(await firstMessage(headers)).toMatchObject({ type: 'snapshot', counters: expect.any(Object) });
  }
});

test('a screen that opens counts mailboxes that were added a moment ago', async () => {
  const headers = { authorization: `Bearer ${key}` };
  expect(await firstMessage(headers)).toMatchObject({ counters: { total: 1 } });
  const mailboxes = [{ sourceEmail: 'new@old.example', destinationEmail: 'new@new.example' }];
  await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
  expect(await firstMessage(headers)).toMatchObject({ counters: { total: 2 } });
});

test('no socket opens without a right to the project', async () => {
  const other = await signUp(harness);
  for (const [headers, status] of [
    [{}, 401],
    [{ authorization: `Bearer ${other.key}` }, 404],
    [{ cookie, origin: 'https://evil.example' }, 403],
  ] as const) {
    const response = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
    expect(response.status).toBe(status);
    expect(response.webSocket).toBeNull();
  }
});

/** Opens a socket. `closed` is the code with which it is closed. */
async function closingOf(headers: Record<string, string>): Promise<{ closed: Promise<number> }> {
  const { webSocket } = await wholeWorker.fetch(url, { headers: { upgrade: 'websocket', ...headers } });
  if (!webSocket) throw new Error('No socket came with the answer');
  const closed = new Promise<number>((resolve) => webSocket.addEventListener('close', ({ code }) => resolve(code)));
  webSocket.accept();
  return { closed };
}

/** The coordinator looks at who still watches; it does so every few seconds. */
async function look(): Promise<void> {
  const { PROJECT_COORDINATOR: coordinators } = env;
  await runDurableObjectAlarm(coordinators.get(coordinators.idFromName(`${workgroupId}:${projectId}`)));
}

test.each([
  [
    'the key is revoked',
    async () => {
      const made = await askSignedIn('POST', '/api/api-keys', { body: { name: 'x' } });
      return {
        headers: { authorization: `Bearer ${String(made.body.key)}` },
        end: () => askSignedIn('DELETE', `/api/api-keys/${String(made.body.id)}`),
      };
    },
  ],
  [
    'the key expires',
    async () => {
      const made = await askSignedIn('POST', '/api/api-keys', {
        body: { name: 'x', expiresAt: '2999-01-01T00:00:00Z' },
      });
      return {
        headers: { authorization: `Bearer ${String(made.body.key)}` },
        end: () => env.DB.prepare('UPDATE api_keys SET expires_at = 1 WHERE id = ?').bind(made.body.id).run(),
      };
    },
  ],
  [
    'the agent signs out',
    async () => {
      const mine = await signIn();
      const headers = { cookie: mine, origin: 'http://mailferry.test' };
      return { headers, end: () => harness.ask('POST', '/api/auth/sign-out', { headers }) };
    },
  ],
  [
    'the agent is deactivated',
    async () => {
      const headers = { cookie: await signIn(), origin: 'http://mailferry.test' };
      const set = (role: string) =>
        env.DB.prepare('UPDATE member SET role = ? WHERE organization_id = ?').bind(role, workgroupId).run();
      return { headers, end: () => set('inactive'), after: () => set('owner') };
    },
  ],
] as [
  string,
  () => Promise<{ headers: Record<string, string>; end: () => Promise<unknown>; after?: () => Promise<unknown> }>,
][])('a live socket ends once %s, and not before', async (_why, make) => {
  const { headers, end, after } = await make();
  const { closed } = await closingOf(headers);
  let code: number | undefined;
  void closed.then((by) => (code = by));
  await look();
  expect(code).toBeUndefined();
  await end();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await look();
  expect(await closed).toBe(4401);
  await after?.();
});

test('a live socket ends at once when its agent is made inactive, without waiting for the next look', async () => {
  const agent = await signUp(harness);
  const { id } = (await harness.ask('GET', '/api/me', { headers: { cookie: await agent.signIn() } })).body.agent;
  await env.DB.prepare("UPDATE member SET organization_id = ?, role = 'agent' WHERE user_id = ?")
    .bind(workgroupId, id)
    .run();
  const { closed } = await closingOf({ cookie: await agent.signIn(), origin: 'http://mailferry.test' });
  const { coordinator } = composeDeps(env);
  const change = createHarness({ coordinator }).as(key);
  expect((await change('PATCH', `/api/agents/${String(id)}`, { body: { role: 'inactive' } })).status).toBe(200);
  expect(await closed).toBe(4401);
});
