import { expect, it } from 'vitest';
import type { Db } from '../../worker/features/kernel/db.ts';
import type { Principal } from '../../worker/features/kernel/principal.ts';
import { messageIdOf } from '../../worker/features/webhooks/body.ts';
import { changeWebhook } from '../../worker/features/webhooks/change-webhook.ts';
import { listDeliveries } from '../../worker/features/webhooks/delivery-store.ts';
import { redeliverRange } from '../../worker/features/webhooks/redeliver.ts';
import { rotateSecret } from '../../worker/features/webhooks/rotate-secret.ts';
import { getWebhook, listWebhooks } from '../../worker/features/webhooks/store.ts';
import { WEBHOOK_EVENTS } from '../../worker/lib/event-types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../worker/lib/units.ts';
import type { Fetch } from '../../worker/runtime/platform/http.ts';
import { forSeeds } from '../fakes/shrink.ts';
import { createWebhookWorld, START, verify } from './webhook-world.ts';

const SEEDS = Number(process.env.SEEDS ?? 4);
const FIRST = Number(process.env.SEED ?? 1);
const STEPS = 30;

const BEHAVIOURS = ['ok', 'fail', 'hang', 'late', 'redirect', 'gone', 'close', 'break', 'throttle'] as const;
type Behaviour = (typeof BEHAVIOURS)[number];
type Receiver = {
  webhookId: string;
  workgroupId: string;
  behaviour: Behaviour;
  secret: string;
  /** A new secret that it does not use yet, and until when the old one must still do. */
  next?: { secret: string; until: number };
  isWanted: (event: { type: string; projectId?: string | null | undefined }) => boolean;
  /** Ids of messages, in the order in which they arrived whole. */
  got: string[];
};

const TYPES = WEBHOOK_EVENTS.map(({ type }) => type);
const LONG_WAITS = [SECOND_MS, 10 * SECOND_MS, 6 * MINUTE_MS, 3 * HOUR_MS, 30 * HOUR_MS];

class Dead extends Error {}

async function runModel(random: () => number, label: string): Promise<void> {
  const upTo = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)]!;
  const world = await createWebhookWorld();
  const { clock, deps } = world;
  const principals: Principal[] = [];
  const receivers = new Map<string, Receiver>();
  const written: { workgroupId: string; id: string; type: string; projectId: string | null }[] = [];

  for (const name of ['wgr_a', 'wgr_b']) {
    const principal = await world.addWorkgroup(name);
    principals.push(principal);
    for (const project of ['1', '2']) await world.addProject(name, `prj_${name}_${project}`);
    for (let count = 1 + upTo(3); count > 0; count -= 1) {
      const url = `https://receiver.example/${String(receivers.size)}`;
      const events =
        random() < 0.5
          ? ['*']
          : [pick(TYPES), 'pass.completed'].filter((type, index, all) => all.indexOf(type) === index);
      const projectIds = random() < 0.3 ? [`prj_${name}_1`] : undefined;
      const { row, secret } = await world.addWebhook(principal, { url, events, ...(projectIds && { projectIds }) });
      receivers.set(url, {
        webhookId: row.id,
        workgroupId: name,
        behaviour: pick(BEHAVIOURS),
        secret,
        got: [],
        isWanted: ({ type, projectId }) =>
          (events.includes('*') || events.includes(type)) && (!projectIds || projectIds.includes(projectId ?? '')),
      });
    }
  }

  const refused: string[] = [];
  const fetch: Fetch = async (url, init = {}) => {
    const receiver = receivers.get(url)!;
    const signal = init.signal!;
    const hang = () =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    await Promise.resolve();
    const body = new TextDecoder().decode(init.body as Uint8Array);
    const headers = new Headers(init.headers);
    try {
      verify(receiver.secret, body, headers, clock.now);
    } catch (error) {
      // The sender takes what a receiver throws for a broken connection.
      refused.push(`${url}: ${String(error)}`);
      throw error;
    }
    const note = () => receiver.got.push(headers.get('webhook-id')!);
    switch (receiver.behaviour) {
      case 'ok':
        note();
        return new Response('thanks');
      case 'fail':
        return new Response('no', { status: 500 });
      case 'hang':
        return hang();
      case 'late':
        note();
        return hang();
      case 'redirect':
        return new Response(null, { status: 307, headers: { location: 'http://127.0.0.1/' } });
      case 'gone':
        return new Response(null, { status: 410 });
      case 'close':
        throw new TypeError('closed');
      case 'break':
        note();
        return new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('half')),
            pull: () => Promise.reject(new Error('reset')),
          }),
        );
      case 'throttle':
        return new Response(null, { status: 429, headers: { 'retry-after': '60' } });
    }
  };

  const rowOf = async (receiver: Receiver) => (await getWebhook(world.db, receiver.workgroupId, receiver.webhookId))!;
  const turn = async (receiver: Receiver, state: 'active' | 'paused') => {
    const principal = principals.find(({ workgroupId }) => workgroupId === receiver.workgroupId)!;
    await changeWebhook(deps, principal, await rowOf(receiver), { state });
  };
  const adoptInTime = (): void => {
    for (const receiver of receivers.values()) if (receiver.next && clock.now >= receiver.next.until) adopt(receiver);
  };
  let running = world.createProcess(fetch);

  for (let step = 0; step < STEPS; step += 1) {
    const workgroupId = pick(principals).workgroupId;
    const receiver = pick([...receivers.values()]);
    const draw = random();
    if (draw < 0.3) {
      for (let count = 1 + upTo(5); count > 0; count -= 1) {
        const projectId = random() < 0.8 ? `prj_${workgroupId}_${String(1 + upTo(2))}` : null;
        const { id, type } = await world.writeEvent(workgroupId, { type: pick(TYPES), projectId });
        written.push({ workgroupId, id, type, projectId });
      }
    } else if (draw < 0.4) receiver.behaviour = pick(BEHAVIOURS);
    else if (draw < 0.55) {
      clock.now += pick(LONG_WAITS);
      adoptInTime();
    } else if (draw < 0.6) {
      const principal = principals.find((one) => one.workgroupId === receiver.workgroupId)!;
      // Until it has the new secret, a second rotation would end the one that it uses.
      if (!receiver.next) {
        const { secret } = await rotateSecret(deps, principal, await rowOf(receiver));
        receiver.next = { secret, until: clock.now + DAY_MS };
      } else adopt(receiver);
    } else if (draw < 0.65) await turn(receiver, random() < 0.5 ? 'active' : 'paused');
    else if (draw < 0.75) {
      // A process dies at some call of the database; another begins.
      const dying = world.createProcess(fetch, dyingDb(world.dbWith, random, upTo(16)));
      await dying.drain(workgroupId).catch(() => undefined);
      running = world.createProcess(fetch);
    } else {
      await running.drain(workgroupId);
      await expectNoneBlocked(workgroupId);
    }
  }

  async function expectNoneBlocked(workgroupId: string): Promise<void> {
    for (const webhook of await listWebhooks(world.db, workgroupId)) {
      const receiver = [...receivers.values()].find(({ webhookId }) => webhookId === webhook.id)!;
      if (receiver.behaviour !== 'ok' || webhook.state !== 'active' || webhook.restUntil !== null) continue;
      const pending = await listDeliveries(world.db, webhook, { state: 'pending', limit: 1000 });
      expect(
        pending.filter(({ dueAt }) => dueAt! <= clock.now),
        `${label}: blocked`,
      ).toEqual([]);
    }
  }

  // Everyone is well again: what was paused is resumed, and what was given up is redelivered.
  for (const receiver of receivers.values()) {
    receiver.behaviour = 'ok';
    await turn(receiver, 'active');
  }
  running = world.createProcess(fetch);
  for (let round = 0; round < 12; round += 1) {
    for (const principal of principals) {
      await running.drain(principal.workgroupId);
      if (round !== 0) continue;
      for (const webhook of await listWebhooks(world.db, principal.workgroupId))
        await redeliverRange(deps, principal, webhook, { from: START, states: ['failed', 'dropped'] });
    }
    clock.now += 25 * HOUR_MS;
    adoptInTime();
  }

  for (const receiver of receivers.values()) {
    const wanted = written.filter((event) => event.workgroupId === receiver.workgroupId && receiver.isWanted(event));
    const deliveries = await listDeliveries(world.db, await rowOf(receiver), { limit: 1000 });
    const expected = wanted.map(({ id }) => messageIdOf(id)).sort();
    expect(deliveries.map(({ messageId }) => messageId).sort(), `${label}: one delivery each`).toEqual(expected);
    expect(
      deliveries.filter(({ state }) => state !== 'delivered'),
      `${label}: all delivered`,
    ).toEqual([]);
    expect([...new Set(receiver.got)].sort(), `${label}: received`).toEqual(expected);
  }
  expect(refused, `${label}: signatures`).toEqual([]);
  world.close();
}

function adopt(receiver: Receiver): void {
  if (receiver.next) receiver.secret = receiver.next.secret;
  delete receiver.next;
}

/** A database whose process dies at a call, before or after it took effect. */
function dyingDb(
  dbWith: (around: (when: 'before' | 'after') => Promise<void>) => Db,
  random: () => number,
  fuse: number,
): Db {
  let calls = 0;
  return dbWith(async (when) => {
    if (when === 'before') calls += 1;
    if (calls > fuse || (calls === fuse && (when === 'after' || random() < 0.5)))
      throw new Dead('The process has died.');
  });
}

it(
  'every subscribed event is delivered with one id, none to a foreign workgroup, and nobody waits for another',
  { timeout: 3_600_000 },
  async () => {
    process.stdout.write(`webhook model: seeds ${String(FIRST)} to ${String(FIRST + SEEDS - 1)}\n`);
    await forSeeds(FIRST, SEEDS, runModel);
  },
);
