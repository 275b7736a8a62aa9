import { env } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { makeSecret } from '../../worker/features/webhooks/signature.ts';
import { sendWebhook } from '../../worker/runtime/delivery/send-webhook.ts';
import { createHttp } from '../../worker/runtime/platform/http.ts';
import { createHarness, makeProject, signUp } from './harness.ts';
import { outboxOf, PUBLIC_URL, writeEvent } from './webhook-outbox.ts';

const URL_OF_HOOK = 'https://hooks.example/mailferry';

test('a webhook gives out its secret once; no answer and no table has it again', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const made = await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['pass.completed'] } });
  expect(made).toMatchObject({ status: 201, body: { url: URL_OF_HOOK, events: ['pass.completed'], state: 'active' } });
  expect(made.body.id).toMatch(/^whk_/);
  expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const rotated = await ask('POST', `/api/webhooks/${made.body.id}/rotate-secret`);
  expect(rotated).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } });
  expect(rotated.body.secret).not.toBe(made.body.secret);
  const run = outboxOf(harness, workgroupId, async (_url, init) => new Response(JSON.stringify(init?.headers)));
  await ask('POST', `/api/webhooks/${made.body.id}/test`);
  await run();
  const [delivery] = (await ask('GET', `/api/webhooks/${made.body.id}/deliveries`)).body.items;
  expect(delivery).toMatchObject({
    type: 'webhook.test',
    state: 'delivered',
    attempts: [{ status: 200, error: null }],
  });
  const paths = ['', `/${made.body.id}`, `/${made.body.id}/deliveries`, `/${made.body.id}/deliveries/${delivery.id}`];
  const shown = await Promise.all(paths.map(async (path) => (await ask('GET', `/api/webhooks${path}`)).body));
  const events = (await ask('GET', '/api/events')).body;
  const tables = ['webhooks', 'webhook_messages', 'webhook_deliveries', 'events'].map((name) =>
    env.DB.prepare(`SELECT * FROM ${name}`).all(),
  );
  const text = JSON.stringify([shown, events, (await Promise.all(tables)).map(({ results }) => results)]);
  for (const secret of [made.body.secret, rotated.body.secret]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(secret.slice('whsec_'.length));
  }
  expect(text).not.toMatch(/v1,[A-Za-z0-9+/]{43}=/);
});

test('only owners and managers see webhooks', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness, 'agent');
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['GET', '/whk_1'],
    ['POST', '/whk_1/test'],
  ] as const) {
    const answer = await ask(
      method,
      `/api/webhooks${path}`,
      method === 'POST' && path === '' ? { body: { url: URL_OF_HOOK, events: ['*'] } } : {},
    );
    expect(answer, `${method} ${path}`).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
});

test('neither a new address nor a change may lead to a private place, however it is spelt', async () => {
  const { ask } = await signUp(createHarness());
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  const places = ['[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.1', '[::]', 'localhost.', '169.254.169.254'];
  for (const place of places) {
    const body = { url: `https://${place}/`, events: ['*'] };
    const refused = { status: 422, body: { code: 'webhook-address-not-allowed' } };
    expect(await ask('POST', '/api/webhooks', { body }), place).toMatchObject(refused);
    expect(await ask('PATCH', `/api/webhooks/${id}`, { body: { url: body.url } }), place).toMatchObject(refused);
  }
});

test('the address is judged again at each attempt', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  await env.DB.prepare(`UPDATE webhooks SET url = 'https://127.0.0.1/' WHERE id = ?`).bind(id).run();
  await ask('POST', `/api/webhooks/${id}/test`);
  const reached: string[] = [];
  const gate = createHttp({ allowPrivate: false }, async (url) => (reached.push(url), new Response()));
  await outboxOf(harness, workgroupId, gate)();
  const { results } = await env.DB.prepare('SELECT attempts FROM webhook_deliveries WHERE webhook_id = ?')
    .bind(id)
    .all();
  expect(JSON.parse(String(results[0]!['attempts']))).toMatchObject([
    { error: 'The address is not allowed.', status: null },
  ]);
  expect(reached).toEqual([]);
});

test('what a webhook subscribes to is checked', async () => {
  const { ask } = await signUp(createHarness());
  const wrong: unknown[] = [
    [],
    ['nothing.real'],
    ['*', 'pass.failed'],
    ['pass.failed', 'pass.failed'],
    ['project.updated'],
  ];
  for (const events of wrong)
    expect(await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events } })).toMatchObject({ status: 422 });
  const foreign = await ask('POST', '/api/webhooks', {
    body: { url: URL_OF_HOOK, events: ['*'], projectIds: ['prj_of_another'] },
  });
  expect(foreign).toMatchObject({ status: 404, body: { code: 'project-not-found' } });
});

test('only subscribed events of the chosen projects are delivered, in the documented form', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const [first, second] = [await makeProject(ask), await makeProject((await signUp(harness)).ask)];
  const body = { url: URL_OF_HOOK, events: ['pass.completed', 'pass.failed'], projectIds: [first.projectId] };
  const { id } = (await ask('POST', '/api/webhooks', { body })).body;
  const sent: { url: string; body: string }[] = [];
  const run = outboxOf(harness, workgroupId, async (url, init) => {
    sent.push({ url, body: new TextDecoder().decode(init!.body as Uint8Array) });
    return new Response(null, { status: 204 });
  });
  await writeEvent(harness, workgroupId, 'pass.completed', first.projectId);
  await writeEvent(harness, workgroupId, 'pass.stopped', first.projectId);
  await writeEvent(harness, workgroupId, 'pass.completed', second.projectId);
  await writeEvent(harness, workgroupId, 'pass.completed', null);
  await run();
  expect(sent.map(({ url }) => url)).toEqual([URL_OF_HOOK]);
  expect(JSON.parse(sent[0]!.body)).toMatchObject({
    type: 'pass.completed',
    timestamp: expect.any(String),
    data: {
      version: 1,
      project: { id: first.projectId },
      pass: { id: 'pas_1', status: 'completed', type: 'full' },
      links: { app: `${PUBLIC_URL}/projects/${first.projectId}`, api: `${PUBLIC_URL}/api/passes/pas_1` },
    },
  });
  const { items } = (await ask('GET', `/api/webhooks/${id}/deliveries`)).body;
  expect(items).toMatchObject([{ state: 'delivered', type: 'pass.completed', nextAttemptAt: null }]);
  const whole = (await ask('GET', `/api/webhooks/${id}/deliveries/${items[0].id}`)).body;
  expect(whole.request).toMatchObject({ method: 'POST', url: URL_OF_HOOK, body: sent[0]!.body });
});

test('a 410 pauses the webhook: what is pending is dropped and says why, nothing more is sent, and all can be redelivered', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  let [status, calls] = [410, 0];
  const ids: string[] = [];
  const run = outboxOf(harness, workgroupId, async (_url, init) => {
    calls += 1;
    ids.push(new Headers(init!.headers).get('webhook-id')!);
    return new Response(null, { status });
  });
  for (let count = 0; count < 4; count += 1) await writeEvent(harness, workgroupId, 'pass.completed');
  await run();
  expect(calls).toBe(1);
  expect((await ask('GET', `/api/webhooks/${id}`)).body).toMatchObject({ state: 'paused', pauseReason: 'gone' });
  await writeEvent(harness, workgroupId, 'pass.completed');
  await run();
  expect(calls).toBe(1);
  const states = async () =>
    (await ask('GET', `/api/webhooks/${id}/deliveries`)).body.items.map(
      ({ state, reason }: { state: string; reason: string | null }) => [state, reason],
    );
  const dropped = ['dropped', 'The webhook was paused.'];
  expect(await states()).toEqual([dropped, dropped, dropped, dropped, ['failed', null]]);
  const range = { body: { from: new Date(Date.now() - 3_600_000).toISOString() } };
  expect(await ask('POST', `/api/webhooks/${id}/redeliver`, range)).toMatchObject({
    status: 409,
    body: { code: 'webhook-paused' },
  });
  status = 200;
  expect(await ask('PATCH', `/api/webhooks/${id}`, { body: { state: 'active' } })).toMatchObject({
    status: 200,
    body: { state: 'active', pauseReason: null },
  });
  expect(await ask('POST', `/api/webhooks/${id}/redeliver`, range)).toMatchObject({ status: 202, body: { count: 5 } });
  await run();
  expect((await states()).map(([state]: [string]) => state)).toEqual(Array.from({ length: 5 }, () => 'delivered'));
  expect(new Set(ids).size).toBe(5);
});

test('five days of failure pause a webhook, with an event and a message to the owners; one success begins again', async () => {
  const clock = { now: Date.parse('2026-11-01T00:00:00Z') };
  const harness = createHarness({ now: () => clock.now });
  const { ask, workgroupId, email } = await signUp(harness);
  const body = { url: URL_OF_HOOK, events: ['*'], description: 'Tickets' };
  const { id } = (await ask('POST', '/api/webhooks', { body })).body;
  let status = 500;
  const run = outboxOf(harness, workgroupId, async () => new Response(null, { status }));
  const day = async (): Promise<string> => {
    await writeEvent(harness, workgroupId, 'pass.completed');
    for (let hour = 0; hour < 24; hour += 6) {
      await run();
      clock.now += 6 * 3_600_000;
    }
    return (await ask('GET', `/api/webhooks/${id}`)).body.state;
  };
  for (let days = 0; days < 3; days += 1) expect(await day()).toBe('active');
  status = 200;
  await day();
  status = 500;
  const states: string[] = [];
  for (let days = 0; days < 7; days += 1) states.push(await day());
  expect(states).toEqual(['active', 'active', 'active', 'active', 'active', 'paused', 'paused']);
  expect((await ask('GET', `/api/webhooks/${id}`)).body).toMatchObject({ pauseReason: 'failing' });
  const messages = (await ask('GET', '/api/messages?kind=webhook-paused')).body.items;
  expect(messages).toMatchObject([{ kind: 'webhook-paused', to: email }]);
  const events = (await ask('GET', '/api/events?type=webhook.paused')).body.items;
  expect(events).toMatchObject([
    { actor: { kind: 'system' }, subject: { id, name: 'Tickets' }, data: { reason: 'failing' } },
  ]);
});

test('a test is sent once, also by a paused webhook, and a 410 to it pauses nothing', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  const run = outboxOf(harness, workgroupId, async () => new Response(null, { status: 410 }));
  expect(await ask('POST', `/api/webhooks/${id}/test`)).toMatchObject({
    status: 202,
    body: { state: 'pending', type: 'webhook.test' },
  });
  await run();
  expect((await ask('GET', `/api/webhooks/${id}`)).body.state).toBe('active');
  await ask('PATCH', `/api/webhooks/${id}`, { body: { state: 'paused' } });
  await ask('POST', `/api/webhooks/${id}/test`);
  await run();
  const { items } = (await ask('GET', `/api/webhooks/${id}/deliveries`)).body;
  expect(items).toMatchObject([
    { state: 'failed', attempts: [{ status: 410 }] },
    { state: 'failed', attempts: [{ status: 410 }] },
  ]);
});

test('changes are guarded by If-Match, and a deleted webhook is gone with its deliveries', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const made = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  const path = `/api/webhooks/${made.id}`;
  const headers = { 'if-match': `"${made.updatedAt}"` };
  expect(await ask('PATCH', path, { body: { description: 'Tickets' }, headers })).toMatchObject({
    status: 200,
    body: { description: 'Tickets' },
  });
  expect(await ask('PATCH', path, { body: { description: 'x' }, headers })).toMatchObject({
    status: 412,
    body: { code: 'webhook-changed' },
  });
  await ask('POST', `${path}/test`);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'webhook-not-found' } });
  const { results } = await env.DB.prepare('SELECT id FROM webhook_deliveries WHERE webhook_id = ?')
    .bind(made.id)
    .all();
  expect(results).toEqual([]);
});

test('on the platform itself redirects are failures, and a closed port says what a silent one says', async () => {
  const servers = inject('servers');
  const secrets = [makeSecret((bytes) => crypto.getRandomValues(bytes))];
  const send = (url: string) =>
    sendWebhook(
      { url, messageId: 'msg_1', body: '{}', secrets },
      { fetch: createHttp({ allowPrivate: true }), now: Date.now, timeoutMs: 3000 },
    );
  expect((await send(servers.redirecting)).attempt).toMatchObject({
    status: 302,
    error: expect.stringContaining('not followed'),
  });
  expect((await send(servers.website)).attempt).toMatchObject({ status: 404, answer: '<html>' });
  const [closed, broken] = [await send(servers.closed), await send(servers.broken)];
  expect({ ...closed.attempt, at: 0 }).toEqual({ ...broken.attempt, at: 0 });
  expect(closed.attempt).toMatchObject({ status: null, ms: null, answer: null });
});
