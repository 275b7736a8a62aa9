import { eq, sql } from 'drizzle-orm';
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { expect, it } from 'vitest';
import { eventStatement } from '../../worker/features/events/event-statement.ts';
import { SYSTEM } from '../../worker/features/events/event.ts';
import type { EventRow } from '../../worker/features/events/table.ts';
import type { Db, Statement } from '../../worker/features/kernel/db.ts';
import { runBatch } from '../../worker/features/kernel/db.ts';
import { drain } from '../../worker/runtime/delivery/drain.ts';
import { createPlace } from '../../worker/runtime/delivery/place.ts';
import { forSeeds } from '../fakes/shrink.ts';
import { openSqliteD1 } from '../fakes/sqlite-d1.ts';

const SEEDS = Number(process.env.SEEDS ?? 12);
const FIRST = Number(process.env.SEED ?? 1);

const things = sqliteTable('things', { id: text('id').notNull() });
const made = sqliteTable('made', {
  reader: text('reader').notNull(),
  workgroupId: text('workgroup_id').notNull(),
  event: text('event').notNull(),
});

const WORKGROUPS = ['wgr_a', 'wgr_b'];
const READERS = ['webhooks', 'mail', 'frail'];
/** Longer than all waits of what is set aside, together. */
const ALL_WAITS_MS = 16 * 6 * 3_600_000;

const upTo = (random: () => number, count: number): number => Math.floor(random() * count);

class Dead extends Error {}

/** Lets others work in between, and kills a process at its `fuse`-th call, before or after it took effect. */
function createAround(random: () => number, fuse: number) {
  let calls = 0;
  return async (when: 'before' | 'after'): Promise<void> => {
    for (let turns = upTo(random, 4); turns > 0; turns -= 1) await Promise.resolve();
    if (when === 'before') calls += 1;
    if (calls > fuse || (calls === fuse && (when === 'after' || random() < 0.5)))
      throw new Dead('The process has died.');
  };
}

/** Changes that hit a row, and changes that hit none, each with its event. */
async function write(
  db: Db,
  random: () => number,
  name: (prefix: string) => string,
  changed: Set<string>,
): Promise<void> {
  for (let count = upTo(random, 12); count > 0; count -= 1) {
    const workgroupId = WORKGROUPS[upTo(random, 2)]!;
    const id = name('evt');
    const hits = random() < 0.7;
    const change = hits
      ? db.insert(things).values({ id })
      : db.update(things).set({ id }).where(eq(things.id, 'nothing'));
    const subject = { kind: 'project', id: 'prj_1', name: 'Contoso' };
    const event = { id, at: 1, type: 'project.updated' as const, actor: SYSTEM, subject };
    await runBatch(db, [change, eventStatement(db, workgroupId, event)]);
    if (hits) changed.add(`${workgroupId} ${id}`);
  }
}

/** Writes down what it has read. The frail one fails on some events: on some for ever. */
function makeOf(db: Db, reader: string, failures: Map<string, number>) {
  return async (events: readonly EventRow[], workgroupId: string): Promise<Statement[]> => {
    for (const { id } of events) {
      const left = failures.get(id) ?? 0;
      if (reader !== 'frail' || left === 0) continue;
      failures.set(id, left - 1);
      throw new Error('I can’t read this.');
    }
    return events.map((event) =>
      db.insert(made).values({ reader, workgroupId, event: `${event.workgroupId} ${event.id}` }),
    );
  };
}

async function drainOnce(
  db: Db,
  workgroupId: string,
  now: number,
  failures: Map<string, number>,
): Promise<number | undefined> {
  return drain({
    workgroupId,
    readers: READERS.map((name) => {
      const make = makeOf(db, name, failures);
      return {
        name,
        read: (events) => make(events, workgroupId),
        place: createPlace(db, { workgroupId, reader: name }),
      };
    }),
    senders: [],
    now: () => now,
    log: { error: () => {} },
  });
}

it('each reader makes each event of its workgroup once, whatever dies in between', { timeout: 600_000 }, async () => {
  process.stdout.write(`Readers of events: seeds ${String(FIRST)} to ${String(FIRST + SEEDS - 1)}\n`);
  await forSeeds(FIRST, SEEDS, async (random, label) => {
    const { db, dbWith, close } = openSqliteD1();
    await db.run(sql`CREATE TABLE things (id TEXT NOT NULL)`);
    await db.run(sql`CREATE TABLE made (reader TEXT NOT NULL, workgroup_id TEXT NOT NULL, event TEXT NOT NULL)`);
    let names = 0;
    const name = (prefix: string) => `${prefix}_${String((names += 1))}`;
    const changed = new Set<string>();
    const failures = new Map<string, number>();
    const hopeless = new Set<string>();
    for (let id = 1; id < 60; id += 1) {
      const dice = random();
      if (dice < 0.1) failures.set(`evt_${String(id)}`, 1 + upTo(random, 4));
      if (dice < 0.03) hopeless.add(`evt_${String(id)}`);
    }
    for (const id of hopeless) failures.set(id, Infinity);
    let now = 1_000_000;
    for (let round = 0; round < 6; round += 1) {
      const fuse = random() < 0.6 ? 1 + upTo(random, 25) : Infinity;
      const mortal = dbWith(createAround(random, fuse));
      const calm = dbWith(createAround(random, Infinity));
      await Promise.all([
        write(calm, random, name, changed),
        write(calm, random, name, changed),
        drainOnce(mortal, WORKGROUPS[0]!, now, failures),
        // Two of one workgroup at once: the platform promises one, and a restart may break that.
        drainOnce(calm, WORKGROUPS[upTo(random, 2)]!, now, failures),
        drainOnce(calm, WORKGROUPS[1]!, now, failures),
      ]);
      now += 60_000 * upTo(random, 4);
    }
    for (const workgroupId of WORKGROUPS) {
      let due: number | undefined = now;
      const until = now + ALL_WAITS_MS;
      for (let turns = 0; due !== undefined; turns += 1) {
        expect(turns, `${label}: it comes to rest`).toBeLessThan(2_000);
        expect(due, label).toBeLessThan(until);
        due = await drainOnce(db, workgroupId, Math.max(now, due), failures);
      }
    }
    const events = await db.all<{ key: string }>(sql`SELECT workgroup_id || ' ' || id AS key FROM events`);
    expect(new Set(events.map(({ key }) => key)), `${label}: an event for each change`).toEqual(changed);
    const rows = await db.select().from(made);
    for (const reader of READERS) {
      const mine = rows.filter((row) => row.reader === reader);
      for (const row of mine) expect(row.event, `${label}: only its own`).toMatch(new RegExp(`^${row.workgroupId} `));
      const expected = [...changed].filter((key) => reader !== 'frail' || !hopeless.has(key.split(' ')[1]!));
      expect(mine.map(({ event }) => event).sort(), `${label}: ${reader}`).toEqual(expected.sort());
    }
    const left = await db.all<{ key: string; due_at: number | null }>(
      sql`SELECT e.workgroup_id || ' ' || e.id AS key, r.due_at FROM event_retries r JOIN events e ON e.seq = r.seq`,
    );
    const parked = [...changed].filter((key) => hopeless.has(key.split(' ')[1]!));
    expect(left.map(({ key }) => key).sort(), `${label}: what can't be read stays visible`).toEqual(parked.sort());
    for (const { due_at } of left) expect(due_at, label).toBeNull();
    close();
  });
});
