import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SLOTS = 24;
const MAILBOXES = 30;
const ROUND_TRIP_MS = 400;
const START_MS = 2_000;
/** Longer than a mailbox takes: one that makes room for another in between is shown as in progress all the same. */
const SLICE_MS = '120000';

let sandbox: Sandbox;
let mailferry: Mailferry;
let large: string;
let small: string;

beforeAll(async () => {
  const names = Array.from({ length: MAILBOXES }, (_, index) => `user${index}`);
  const fill = { items: 20, folders: 5 };
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2013',
      fillAt: 'access',
      mailboxes: names.map((name, seed) => ({ email: `${name}@old.example`, fill: { ...fill, seed } })),
    },
    destination: { profile: 'Exchange2019', mailboxes: names.map((name) => ({ email: `${name}@new.example` })) },
  });
  for (const side of [sandbox.source, sandbox.destination]) side.setNetwork({ roundTripMs: ROUND_TRIP_MS });
  mailferry = await startMailferry({ SLICE_MS });
  large = await createMigration(mailferry, sandbox, { maximumConcurrentMigrations: SLOTS });
  small = await createMigration(mailferry, sandbox);
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

type Project = { counters: { waiting: number; running: number; done: number }; slotLimit: unknown };
const read = (projectId: string): Promise<Project> => mailferry.call('GET', `/api/projects/${projectId}`);

async function waitUntil<T>(get: () => Promise<T>, isSo: (value: T) => boolean, longestMs: number): Promise<T> {
  for (const end = Date.now() + longestMs; ;) {
    const value = await get();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a project with more mailboxes than slots, on slow servers', () => {
  it('runs as many mailboxes as its option says, and no more', async () => {
    await startPass(mailferry, large, 'full');
    const { counters, slotLimit } = await waitUntil(
      () => read(large),
      (project) => project.counters.running >= SLOTS,
      10_000,
    );
    expect([counters.running, counters.waiting, slotLimit]).toEqual([SLOTS, MAILBOXES - SLOTS, null]);
  });

  it('lets another project’s mailbox begin at once', async () => {
    const { items } = await mailferry.call<{ items: { id: string }[] }>('GET', `/api/projects/${small}/mailboxes`);
    const startedAt = Date.now();
    await startPass(mailferry, small, 'verify', [items.at(-1)!.id]);
    await waitUntil(
      () => read(small),
      ({ counters }) => counters.running + counters.done === 1,
      START_MS - (Date.now() - startedAt),
    );
    expect((await read(large)).counters.running).toBeGreaterThan(0);
  });

  it('fills a slot that becomes free, and completes', async () => {
    const seen: number[] = [];
    await waitUntil(
      async () => {
        const { counters } = await read(large);
        if (counters.waiting > 0) seen.push(counters.running);
        return counters.done;
      },
      (done) => done === MAILBOXES,
      100_000,
    );
    expect(Math.max(...seen)).toBe(SLOTS);
    // A slot that is free for the moment of a look is no slot that stays free.
    expect(seen.filter((running) => running === SLOTS).length).toBeGreaterThan(seen.length / 2);
  });
});
