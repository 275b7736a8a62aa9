import { env } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { insertStatements, runBatch } from '../../worker/features/kernel/db.ts';
import type { EventRow } from '../../worker/features/events/table.ts';
import { events } from '../../worker/features/events/table.ts';
import { addWebhook } from '../../worker/features/webhooks/create-webhook.ts';
import { createWebhookReader } from '../../worker/features/webhooks/read-events.ts';
import { drain } from '../../worker/runtime/delivery/drain.ts';
import { createPlace } from '../../worker/runtime/delivery/place.ts';
import { createWebhookSender } from '../../worker/runtime/delivery/webhook-sender.ts';
import { createDb } from '../../worker/runtime/platform/db.ts';
import { createHarness, signUp } from './harness.ts';

/** A database that counts the rows that D1 says it has read and written. */
function countRows(database: D1Database, counted: { read: number; written: number; calls: number }): D1Database {
  const made = new WeakMap<object, D1PreparedStatement>();
  const note = <T extends { meta: Record<string, unknown> }>(result: T): T => {
    counted.read += Number(result.meta['rows_read'] ?? 0);
    counted.written += Number(result.meta['rows_written'] ?? 0);
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => {
      counted.calls += 1;
      return note(await statement.all());
    };
    const proxy = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all,
      run: all,
      // As D1's own `raw` gives rows, which says nothing of its cost.
      raw: async () => (await all()).results.map((row) => Object.values(row)),
    } as unknown as D1PreparedStatement;
    made.set(proxy, statement);
    return proxy;
  };
  return {
    prepare: (query: string) => wrap(database.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => {
      counted.calls += 1;
      return (await database.batch(statements.map((one) => made.get(one)!))).map(note);
    },
  } as unknown as D1Database;
}

const { events: EVENTS, webhooks: WEBHOOKS } = inject('webhookLoad');

test(
  `${EVENTS} events, ${WEBHOOKS} webhooks, one of them dead: all others have everything`,
  { timeout: 3_600_000 },
  async () => {
    const harness = createHarness();
    const { workgroupId } = await signUp(harness);
    const { deps } = harness;
    const principal = {
      workgroupId,
      role: 'owner' as const,
      actorId: 'agt_1',
      actorName: 'Ada',
      agentId: 'agt_1',
      scopes: [],
      onBehalfOf: { agentId: 'agt_1', role: 'owner' as const },
    };
    for (let index = 0; index < WEBHOOKS; index += 1)
      await addWebhook(deps, principal, { url: `https://hooks.example/${String(index)}`, events: ['*'] });
    const rows = Array.from({ length: EVENTS }, (_, index) => ({
      id: deps.newId('evt'),
      workgroupId,
      at: deps.now(),
      type: 'mailbox.completed',
      actorKind: 'system',
      actorId: null,
      actorName: 'Mailferry',
      customerId: null,
      projectId: 'prj_1',
      mailboxId: `mbx_${String(index)}`,
      passId: 'pas_1',
      subject: { kind: 'mailbox', id: `mbx_${String(index)}`, name: `user${String(index)}@old.example` },
      changes: [],
      data: {
        projectName: 'Contoso',
        destinationEmail: `user${String(index)}@new.example`,
        total: { count: 1200, bytes: 90_000_000 },
        errors: 0,
      },
      words: '',
    })) as unknown as Omit<EventRow, 'seq'>[];
    await runBatch(deps.db, insertStatements(deps.db, events, rows as never));

    const counted = { read: 0, written: 0, calls: 0 };
    const db = createDb(countRows(env.DB, counted));
    const reader = createWebhookReader(deps, 'https://mailferry.example');
    const got = new Map<string, Set<string>>();
    let [lastAt, dead] = [0, 0];
    const sender = createWebhookSender({
      ...deps,
      db,
      chance: Math.random,
      connections: 48,
      timeoutMs: 2_000,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onPause: async () => [],
      fetch: async (url, init) => {
        const signal = init!.signal!;
        if (url.endsWith('/0')) {
          dead += 1;
          return new Promise<never>((_, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason as Error)),
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
        const ids = got.get(url) ?? new Set();
        got.set(url, ids.add(new Headers(init!.headers).get('webhook-id')!));
        lastAt = Date.now();
        return new Response(null, { status: 204 });
      },
    });
    const begun = Date.now();
    const isWhole = () => got.size === WEBHOOKS - 1 && [...got.values()].every((ids) => ids.size === EVENTS);
    const until = begun + 3_000_000;
    while (!isWhole() && Date.now() < until) {
      await drain({
        workgroupId,
        readers: [
          {
            name: reader.name,
            read: (list) => reader.read(list, db, workgroupId),
            place: createPlace(db, { workgroupId, reader: reader.name }),
          },
        ],
        senders: [sender],
        now: deps.now,
        log: deps.log,
      });
    }
    const seconds = (lastAt - begun) / 1000;
    const each = (count: number, by: number) => (count / by).toFixed(1);
    // oxlint-disable-next-line no-console -- the figures are what it is run for
    console.log(
      [
        `events ${EVENTS}, webhooks ${WEBHOOKS}, one of them dead (${dead} attempts)`,
        `last successful delivery after ${seconds.toFixed(1)} s: ${Math.round((EVENTS * (WEBHOOKS - 1)) / seconds)} deliveries a second`,
        `D1 rows read ${each(counted.read, EVENTS)} an event, ${each(counted.read, EVENTS * WEBHOOKS)} a delivery`,
        `D1 rows written ${each(counted.written, EVENTS)} an event, ${each(counted.written, EVENTS * WEBHOOKS)} a delivery`,
        `D1 calls ${each(counted.calls, EVENTS)} an event`,
      ].join('\n'),
    );
    expect(isWhole()).toBe(true);
    expect(counted.written / (EVENTS * WEBHOOKS)).toBeLessThan(12);
    expect(counted.read / (EVENTS * WEBHOOKS)).toBeLessThan(30);
  },
);
