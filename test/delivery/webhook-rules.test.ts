import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import type { EventRow } from '../../worker/features/events/table.ts';
import { bodyOf, messageIdOf } from '../../worker/features/webhooks/body.ts';
import type { Health, Outcome } from '../../worker/features/webhooks/decide-attempt.ts';
import { decideAttempt, decideHealth } from '../../worker/features/webhooks/decide-attempt.ts';
import { WebhookMessage } from '../../worker/features/webhooks/message-schema.ts';
import { MAX_TRIES, planRetry, retryAfterOf } from '../../worker/features/webhooks/retry-plan.ts';
import { makeSecret, signedHeaders } from '../../worker/features/webhooks/signature.ts';
import { requireWebhookUrl } from '../../worker/features/webhooks/webhook-url.ts';
import { utf8 } from '../../worker/lib/encoding.ts';
import { WEBHOOK_EVENTS } from '../../worker/lib/event-types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../worker/lib/units.ts';
import { LARGEST_BODY_BYTES } from '../../worker/lib/webhook-facts.ts';

const fillRandom = (bytes: Uint8Array): void => void randomFillSync(bytes);
const NOW = Date.parse('2026-11-29T12:00:00.900Z');

function outcome(status: number | null, retryAfterMs = 0): Outcome {
  return { attempt: { at: NOW, status, error: null, ms: null, answer: null }, retryAfterMs };
}

it('signs the bytes that are sent, by a key of 32 bytes, as the reference library and openssl do', async () => {
  const secret = makeSecret(fillRandom);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  expect(key).toHaveLength(32);
  const body = JSON.stringify({ text: 'Zoë / Łódź 🚢 "x" \\ \u2028', large: Number.MAX_SAFE_INTEGER, tiny: 1e-7 });
  const headers = await signedHeaders('msg_01', NOW, utf8(body), [secret]);
  expect(headers['webhook-timestamp']).toBe(String(Math.floor(NOW / 1000)));
  expect(new Webhook(secret).sign('msg_01', new Date(NOW), body)).toBe(headers['webhook-signature']);
  const digest = execFileSync(
    'openssl',
    ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, '-binary'],
    { input: `msg_01.${headers['webhook-timestamp']}.${body}` },
  );
  expect(headers['webhook-signature']).toBe(`v1,${digest.toString('base64')}`);
});

it('plans ten attempts over 75 hours, spread by chance, then ends', () => {
  for (const chance of [0, 0.5, 1]) {
    let [at, tries] = [0, 1];
    for (let wait = planRetry(tries, 0, chance); wait !== undefined; wait = planRetry(tries, 0, chance)) {
      at += wait;
      tries += 1;
    }
    expect(tries).toBe(MAX_TRIES);
    expect(at).toBeGreaterThanOrEqual(75 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS);
    expect(at).toBeLessThan(80 * HOUR_MS);
  }
  expect(planRetry(1, 0, 0)).toBe(5 * SECOND_MS);
  expect(planRetry(1, 0, 1)).not.toBe(planRetry(1, 0, 0));
});

it('waits as long as the receiver asks, in seconds or as a date, but not for ever', () => {
  expect(retryAfterOf('120', NOW)).toBe(120 * SECOND_MS);
  expect(retryAfterOf(new Date(NOW + MINUTE_MS).toUTCString(), NOW)).toBeCloseTo(MINUTE_MS, -4);
  for (const header of [null, '', '-5', '1e9', 'soon', 'x'.repeat(100_000)]) expect(retryAfterOf(header, NOW)).toBe(0);
  expect(planRetry(1, 120 * SECOND_MS, 0)).toBe(120 * SECOND_MS);
  expect(planRetry(1, 400 * DAY_MS, 0)).toBe(24 * HOUR_MS);
  expect(planRetry(9, MINUTE_MS, 0)).toBe(24 * HOUR_MS);
});

it('ends a delivery at 2xx, at 410 and after the last attempt, and a test after the first', () => {
  const one = { tries: 1, isTest: false };
  expect(decideAttempt(one, outcome(204), NOW, 0)).toEqual({ state: 'delivered', dueAt: null });
  for (const status of [null, 302, 404, 429, 500])
    expect(decideAttempt(one, outcome(status), NOW, 0)).toEqual({ state: 'pending', dueAt: NOW + 5 * SECOND_MS });
  expect(decideAttempt(one, outcome(410), NOW, 0)).toEqual({ state: 'failed', dueAt: null });
  expect(decideAttempt({ tries: MAX_TRIES, isTest: false }, outcome(500), NOW, 0).state).toBe('failed');
  expect(decideAttempt({ tries: 1, isTest: true }, outcome(500), NOW, 0).state).toBe('failed');
});

it('pauses a webhook at 410, and after five days in which every attempt failed, but not for two failures far apart', () => {
  const healthy: Health = { failingSince: null, failedAt: null, failures: 0, restUntil: null };
  expect(decideHealth(healthy, [outcome(410)], NOW).pause).toBe('gone');
  expect(decideHealth(healthy, [], NOW)).toEqual({ health: healthy });
  let health = healthy;
  let pause: string | undefined;
  let at = NOW;
  for (; pause === undefined && at < NOW + 10 * DAY_MS; at += 12 * HOUR_MS)
    ({ health, pause } = decideHealth(health, [outcome(500)], at));
  expect([pause, at - 12 * HOUR_MS]).toEqual(['failing', NOW + 5 * DAY_MS]);
  const first = decideHealth(healthy, [outcome(500)], NOW).health;
  expect(decideHealth(first, [outcome(500)], NOW + 30 * DAY_MS).pause).toBeUndefined();
  const back = decideHealth(first, [outcome(500), outcome(200)], NOW + HOUR_MS).health;
  expect(back).toEqual(healthy);
});

it('lets a receiver rest that asks for it, and one that keeps failing', () => {
  const healthy: Health = { failingSince: null, failedAt: null, failures: 0, restUntil: null };
  expect(decideHealth(healthy, [outcome(429, MINUTE_MS)], NOW).health.restUntil).toBe(NOW + MINUTE_MS);
  expect(decideHealth(healthy, [outcome(500)], NOW).health.restUntil).toBeNull();
  const dead = { failingSince: NOW, failedAt: NOW, failures: 50, restUntil: null };
  expect(decideHealth(dead, [outcome(null)], NOW).health.restUntil).toBe(NOW + MINUTE_MS);
});

it('takes only addresses that the policy allows, however they are spelt', () => {
  const publicOnly = { allowPrivate: false };
  const refused = [
    'http://hooks.example/x',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://[::]/',
    'https://localhost./',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1/',
    'https://user:pass@hooks.example/',
    'https://hooks.example:8080/',
    'ftp://hooks.example/',
    'hooks.example',
  ];
  for (const url of refused)
    expect(() => requireWebhookUrl(url, publicOnly), url).toThrow('webhook-address-not-allowed');
  expect(requireWebhookUrl('https://hooks.example/x?y=1#z', publicOnly)).toBe('https://hooks.example/x?y=1');
  expect(requireWebhookUrl('http://127.0.0.1:9000/', { allowPrivate: true })).toBe('http://127.0.0.1:9000/');
});

it('builds bodies that fit the documented schema and the limit, whatever names and failures say', () => {
  const long = '\u0000\ud800"\\漢'.repeat(2000);
  for (const { type } of WEBHOOK_EVENTS) {
    const isOfMailbox = type.startsWith('mailbox.');
    const event: EventRow = {
      seq: 1,
      id: 'evt_01',
      workgroupId: 'wgr_1',
      at: NOW,
      type,
      actorKind: 'system',
      actorId: null,
      actorName: long,
      customerId: 'cus_1',
      projectId: 'prj_1',
      mailboxId: isOfMailbox ? 'mbx_1' : null,
      passId: 'pas_1',
      subject: { kind: type.split('.')[0]!, id: 'x', name: long },
      changes: [],
      data: {
        customerName: long,
        projectName: long,
        passType: long,
        destinationEmail: long,
        failure: { code: long, title: long, cause: long, remedy: long },
        total: { count: 3, bytes: 4 },
        errors: 2,
        startedAt: '2026-11-29T11:00:00.000Z',
      },
      words: '',
    };
    const body = bodyOf(event, 'https://mailferry.example');
    expect(utf8(body).length, type).toBeLessThanOrEqual(LARGEST_BODY_BYTES);
    const parsed = WebhookMessage.parse(JSON.parse(body));
    expect(parsed).toMatchObject({ type, timestamp: '2026-11-29T12:00:00.900Z', data: { version: 1, errors: 2 } });
    expect(parsed.data.links.app).toContain('https://mailferry.example/projects/prj_1');
  }
  expect(messageIdOf('evt_01')).toBe('msg_01');
});
