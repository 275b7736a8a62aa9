import { expect, test } from 'vitest';
import { dropPending } from '../../worker/features/webhooks/lane-store.ts';
import { getWebhook } from '../../worker/features/webhooks/store.ts';
import type { Ask, Loose } from './harness.ts';
import { createHarness, signUp } from './harness.ts';
import { outboxOf, writeEvent } from './webhook-outbox.ts';

const URL_OF_HOOK = 'https://hooks.example/mailferry';
const OTHER_URL = 'https://hooks.example/another';

/** A webhook with three deliveries, whose receiver answers the first with 410 while `meanwhile` happens. */
async function world(meanwhile: (ask: Ask, path: string) => Promise<unknown>) {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  const path = `/api/webhooks/${id}`;
  const asked: string[] = [];
  const run = outboxOf(harness, workgroupId, async (url) => {
    asked.push(url);
    if (asked.length > 1) return new Response(null, { status: 200 });
    await meanwhile(ask, path);
    return new Response(null, { status: 410 });
  });
  for (let count = 0; count < 3; count += 1) await writeEvent(harness, workgroupId, 'pass.completed');
  await run();
  const events = async (): Promise<Loose[]> =>
    (await ask('GET', '/api/events')).body.items.filter(({ type }: Loose) => /^webhook\.(paused|resumed)$/.test(type));
  return {
    asked,
    run,
    events,
    webhook: async () => (await ask('GET', path)).body,
    messages: async () => (await ask('GET', '/api/messages?kind=webhook-paused')).body.items,
    states: async (): Promise<string[]> =>
      (await ask('GET', `${path}/deliveries`)).body.items.map(({ state }: Loose) => state),
  };
}

test('who pauses a webhook while its receiver answers 410 has paused it: one event, and no message to the owners', async () => {
  const { events, messages, states, webhook } = await world((ask, path) =>
    ask('PATCH', path, { body: { state: 'paused' } }),
  );
  expect(await webhook()).toMatchObject({ state: 'paused', pauseReason: 'person' });
  expect(await events()).toMatchObject([{ type: 'webhook.paused', actor: { kind: 'api-key' } }]);
  expect(await messages()).toEqual([]);
  expect(await states()).toEqual(['dropped', 'dropped', 'dropped']);
});

test('without anyone in between it is Mailferry: one event, and one message', async () => {
  const { events, messages, webhook } = await world(async () => {});
  expect(await webhook()).toMatchObject({ state: 'paused', pauseReason: 'gone' });
  expect(await events()).toMatchObject([{ type: 'webhook.paused', actor: { kind: 'system' } }]);
  expect(await messages()).toHaveLength(1);
});

test('a 410 of an address that was replaced meanwhile pauses nothing, and drops nothing', async () => {
  const { asked, events, messages, run, states, webhook } = await world((ask, path) =>
    ask('PATCH', path, { body: { url: OTHER_URL } }),
  );
  expect(await webhook()).toMatchObject({ state: 'active', url: OTHER_URL });
  expect([await events(), await messages()]).toEqual([[], []]);
  await run();
  expect(asked).toEqual([URL_OF_HOOK, OTHER_URL, OTHER_URL]);
  expect((await states()).toSorted()).toEqual(['delivered', 'delivered', 'failed']);
});

test('a drain that still takes a webhook for paused drops nothing of it once it is resumed', async () => {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { db } = harness.deps;
  const { id } = (await ask('POST', '/api/webhooks', { body: { url: URL_OF_HOOK, events: ['*'] } })).body;
  const path = `/api/webhooks/${id}`;
  await ask('PATCH', path, { body: { state: 'paused' } });
  const paused = (await getWebhook(db, workgroupId, id))!;
  await ask('PATCH', path, { body: { state: 'active' } });
  await writeEvent(harness, workgroupId, 'pass.completed');
  await outboxOf(harness, workgroupId, async () => new Response(null, { status: 500 }))();
  await dropPending(db, paused);
  const states = (await ask('GET', `${path}/deliveries`)).body.items.map(({ state }: Loose) => state);
  expect(states).toEqual(['pending']);
});
