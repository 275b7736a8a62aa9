import { expect, inject, test } from 'vitest';
import { makeSecret } from '../../worker/features/webhooks/signature.ts';
import { sendWebhook } from '../../worker/runtime/delivery/send-webhook.ts';
import type { Fetch } from '../../worker/runtime/platform/http.ts';
import { webhookFetch } from '../../worker/runtime/delivery/webhook-fetch.ts';

const servers = inject('servers');
const { url, token } = inject('gateway');
const CONNECTIONS = 2;
const secrets = [makeSecret((bytes) => crypto.getRandomValues(bytes))];

/** Requests over the gateway, as on a computer of one's own. */
const fetchBy = (allowPrivate = true, withToken = token): Fetch =>
  webhookFetch({ allowPrivate }, { url: new URL(url), token: withToken, isFirst: true }, undefined, CONNECTIONS);

function sendTo(address: string, { fetch = fetchBy(), timeoutMs = 5_000 } = {}) {
  const shipment = { url: address, messageId: 'msg_1', body: '{"a":"ü"}', secrets };
  return sendWebhook(shipment, { fetch, now: Date.now, timeoutMs });
}

test('over the gateway a receiver is reached, and its answer read', async () => {
  const { attempt } = await sendTo(servers.website);
  expect(attempt).toMatchObject({ status: 404, answer: '<html>', ms: expect.any(Number) });
});

test('over the gateway redirects are not followed', async () => {
  const { attempt } = await sendTo(servers.redirecting);
  expect(attempt).toMatchObject({ status: 302, error: expect.stringContaining('not followed') });
});

test('over the gateway a closed port, a broken line, failed TLS and a gateway that refuses say the same', async () => {
  const all = await Promise.all([
    sendTo(servers.closed),
    sendTo(servers.broken),
    sendTo(servers.selfSigned),
    sendTo(servers.silent, { timeoutMs: 500 }),
    sendTo(servers.website, { fetch: fetchBy(true, 'another token') }),
  ]);
  const [first, ...others] = all.map(({ attempt }) => ({ ...attempt, at: 0 }));
  expect(first).toMatchObject({ status: null, ms: null, answer: null, error: expect.stringContaining('no answer') });
  for (const each of others) expect(each).toEqual(first);
});

test.each(['https://localhost/', 'https://10.0.0.1/', 'https://[::ffff:127.0.0.1]/', 'http://hooks.example/'])(
  'the gateway is not even asked for %s',
  async (address) => {
    const { attempt } = await sendTo(address, { fetch: fetchBy(false) });
    expect(attempt).toMatchObject({ status: null, error: 'The address is not allowed.' });
  },
);

test('a burst over the gateway comes through whole over the few connections that it may have', async () => {
  const fetch = fetchBy();
  const all = await Promise.all(Array.from({ length: 10 }, () => sendTo(servers.website, { fetch })));
  expect(all.map(({ attempt }) => attempt.status)).toEqual(Array.from({ length: 10 }, () => 404));
});
