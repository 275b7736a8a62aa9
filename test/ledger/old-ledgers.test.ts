import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import type { Batch, ItemOutcome } from '../../worker/engine/model/ledger-facts.ts';
import { createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import type { MemoryItem, MemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';
import { asKept } from './item-rows.ts';
import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';

const textOf = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const LIMITS = { maxItems: 20, maxBytes: 1_000_000, streamFromBytes: 2_000_000 };
const LEASE = 9;

/** Every row of every table, as the dump has it. */
function rowsOf(dump: string): [table: string, rows: Record<string, unknown>[]][] {
  using db = new DatabaseSync(':memory:');
  db.exec(dump);
  const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
  const names = tables.map(({ name }) => String(name));
  return names.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all()]);
}

/** What 6bdc739 answered, asked in the same order. */
type Answers = { pass: string; now: number; open: { folders: { sourceId: string }[] }; batches: Batch[] };

async function askAll(ledger: Ledger, { pass, now, open }: Answers): Promise<unknown> {
  const opened = await ledger.open({ id: pass, retries: false, methods: ['transfer'] }, {}, now);
  const old = await ledger.summary({ before: '2026-11-08T00:00:00Z' });
  const compared: Record<string, unknown> = {};
  for (const { sourceId } of open.folders)
    compared[sourceId] = {
      ...definedOf({ to: await ledger.comparedTo(sourceId) }),
      unseen: await ledger.unseen(sourceId, 99),
      missing: await ledger.missing(sourceId, 99),
    };
  return {
    pass,
    now,
    open: opened,
    old,
    unconfirmed: await ledger.unconfirmed(),
    ...definedOf({ nextPendingAt: await ledger.nextPendingAt({}) }),
    readChanges: await ledger.readChanges(99),
    superseded: await ledger.superseded(99),
    left: await ledger.left(99),
    leftCount: await ledger.leftCount(),
    unlisted: await ledger.unlisted(99),
    settings: await ledger.settings(),
    unlistedOmissions: await ledger.unlistedOmissions(99),
    compared,
    batches: await claimAll(ledger, now),
  };
}

async function claimAll(ledger: Ledger, now: number): Promise<Batch[]> {
  const batches: Batch[] = [];
  for (;;) {
    const batch = await ledger.claim(`b${batches.length}`, LIMITS, {}, now);
    if (!batch) return batches;
    batches.push(batch);
  }
}

/** JSON has no undefined. */
function definedOf(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

describe.each(['6bdc739-every-state', 'ec823bc'])('the ledger %s', (name) => {
  const dump = textOf(`${name}.sql`);
  const answers = JSON.parse(textOf(`${name}.answers.json`)) as Answers;

  it('keeps every row when it is opened', () => {
    const before = rowsOf(dump);
    expect(before.find(([table]) => table === 'items')?.[1].length).toBeGreaterThan(5);
    const { sql, close } = createSqliteLedger(dump);
    for (const [table, rows] of before)
      expect(sql.all(`SELECT * FROM ${table}`), table).toMatchObject(
        table === 'items' ? rows.map((row) => asKept(row)) : rows,
      );
    expect(sql.all(`SELECT id FROM items WHERE kind IS NULL`)).toEqual([]);
    close();
  });

  it('answers every question as it did', async () => {
    const { lease, close } = createSqliteLedger(dump);
    expect(await askAll(lease(LEASE), answers)).toEqual(answers);
    close();
  });

  it('can be worked off', async () => {
    const { lease, close } = createSqliteLedger(dump);
    const ledger = lease(LEASE);
    const { folders } = await ledger.open({ id: 'pass-later', retries: true, methods: ['mime'] }, {}, answers.now);
    await ledger.mapFolders(folders);
    const done = ({ id }: { id: string }): ItemOutcome => {
      return { id, to: 'done', destinationId: `${id}-later`, changeKey: '1' };
    };
    await ledger.settle((await ledger.unconfirmed()).map(done));
    for (let turn = 0; turn < 20; turn++) {
      const batch = await ledger.claim(`later-${turn}`, LIMITS, {}, answers.now);
      await ledger.settle(batch?.items.map(done) ?? []);
    }
    expect(await ledger.summary({})).toMatchObject({ waiting: { count: 0 }, failed: { count: 0 } });
    close();
  });
});

type Side = Pick<MemoryMailbox, 'folders' | 'log' | 'era' | 'pageSize'> & { items: MemoryItem[] };
type KeptWorld = {
  clock: number;
  lease: number;
  pass: string;
  watermarks: [string, string][];
  source: Side;
  destination: Side;
};

describe('a pass that the engine of 6bdc739 had begun when it crashed', () => {
  const mailboxOf = ({ items, ...side }: Side, name: string): MemoryMailbox =>
    Object.assign(createMemoryMailbox(name, []), side, { items: new Map(items.map((item) => [item.id, item])) });

  it('goes on to its end: nothing lost, nothing twice', async () => {
    const kept = JSON.parse(textOf('6bdc739-mid-pass.world.json')) as KeptWorld;
    // Ids that are new have a name of their own.
    const source = mailboxOf(kept.source, 'source-later');
    const world = createWorld(source, mailboxOf(kept.destination, 'destination-later'));
    world.ledger.close();
    world.ledger = createSqliteLedger(textOf('6bdc739-mid-pass.sql'));
    Object.assign(world, { lease: kept.lease, watermarks: new Map(kept.watermarks) });
    // `runPass` counts on by one: the slice that crashed was of this pass.
    world.pass = `pass-${Number(kept.pass.slice(5)) - 1}`;
    world.clock.now = kept.clock + 20_000;
    const options = () => ({ deletions: 'remove' as const, maximumDeletions: 1e6 });
    expect(linesOf(world.destination)).not.toEqual(linesOf(source));
    expect(await runPass(world, { options })).toMatchObject({ outcome: 'done' });
    expect(world.pass).toBe(kept.pass);
    expect(linesOf(world.destination)).toEqual(linesOf(source));
    world.ledger.close();
  });
});
