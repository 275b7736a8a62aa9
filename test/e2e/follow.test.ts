import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { StoredFolder } from '../sandbox/store/folders.ts';
import { foldersDeep, getDistinguished, moveFolder, updateFolderRow } from '../sandbox/store/folders.ts';
import { goneOf } from './gone.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = Number(process.env.SEED ?? 40);
const [OLD, NEW] = ['ann@old.example', 'ann@new.example'];
const ITEMS = 150;

let sandbox: Sandbox;
let mailferry: Mailferry;
let projectId: string;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2013', mailboxes: [{ email: OLD, fill: { seed: SEED, items: ITEMS } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
  });
  mailferry = await startMailferry();
  projectId = await createMigration(mailferry, sandbox, { deletions: 'remove' });
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

/** Runs a pass to its end, and returns how the mailbox stands. */
async function pass(type: Parameters<typeof startPass>[2]) {
  await startPass(mailferry, projectId, type);
  return (await waitForPass(mailferry, projectId))[0]!;
}

/** Folders of the source mailbox that people made, by their names. */
function ownFolders(): StoredFolder[] {
  const { store } = sandbox.source;
  const root = getDistinguished(store, store.mailbox(OLD)!.id, 'msgfolderroot')!;
  return foldersDeep(store, root.id).filter(({ distinguishedId }) => !distinguishedId);
}

function countItems(store: Sandbox['source']['store']): number {
  const row = store.sql('select count(*) as count from items where owner is null and associated = 0').get();
  return (row as { count: number }).count;
}

function differences(): string[] {
  const { source, destination } = sandbox;
  return compareMailboxes(source.store, OLD, destination.store, NEW).map(describeDifference);
}

describe(`passes one after the other (seed ${SEED})`, () => {
  it('a trial copies some of each folder, and says so', async () => {
    expect(await pass('trial')).toMatchObject({ status: 'Completed (Trial)', failure: null });
    const copied = countItems(sandbox.destination.store);
    expect(copied).toBeGreaterThan(20);
    expect(copied).toBeLessThan(ITEMS);
  });

  it('a pre-stage pass copies what is old, and says so', async () => {
    const before = countItems(sandbox.destination.store);
    const date = '2026-08-01';
    await mailferry.call('POST', `/api/projects/${projectId}/passes`, { type: 'pre-stage', olderThan: { date } });
    const [mailbox] = await waitForPass(mailferry, projectId);
    expect(mailbox).toMatchObject({ status: 'Completed (Pre-Stage)', failure: null });
    expect(countItems(sandbox.destination.store)).toBeGreaterThan(before);
    expect(countItems(sandbox.destination.store)).toBeLessThan(ITEMS);
  });

  it('a full pass copies the rest: both sides are equal', async () => {
    expect(await pass('full')).toMatchObject({ status: 'Completed', progress: { itemsDone: ITEMS } });
    expect(differences()).toEqual([]);
  });

  it('the next one carries ten changes, and costs little more than to ask for them', async () => {
    const { source, destination } = sandbox;
    const done = mutateMailbox(source.store, OLD, { seed: SEED, new: 2, changed: 2, read: 2, moved: 2, deleted: 2 });
    const gone = goneOf(source.store, OLD, done);
    expect(gone.length).toBeGreaterThanOrEqual(2);
    for (const side of [source, destination]) side.resetStats();
    expect(await pass('full')).toMatchObject({ status: 'Completed', failure: null });
    // The copies of what was deleted are where their owner finds them, and nothing else tells the two apart.
    expect(differences().map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(
      gone.map(() => 'extra deleteditems'),
    );
    const asked = source.stats().requests;
    const told = destination.stats().requests;
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);
    process.stdout.write(`ten changes: source ${JSON.stringify(asked)}, destination ${JSON.stringify(told)}\n`);
    const folders = source.store.sql('select count(*) as count from folders').get() as { count: number };
    expect(asked.SyncFolderItems).toBeLessThanOrEqual(folders.count);
    const { SyncFolderItems: _sync, ...others } = asked;
    expect(sum(others)).toBeLessThan(40);
    expect(sum(told)).toBeLessThan(60);
    // The state of a folder is asked for once in its life, and then only where the counts do not agree.
    expect(told.SyncFolderItems ?? 0).toBeLessThanOrEqual(10);
    expect(source.stats().writes).toEqual({});
  });

  it('folders that were renamed or moved follow, with all that is in them', async () => {
    const { store } = sandbox.source;
    const [renamed, moved, target] = ownFolders().filter(({ folderClass }) => folderClass === 'IPF.Note');
    updateFolderRow(store, { ...renamed!, name: 'Renamed by its owner' });
    const parent = ownFolders().find(({ name }) => name === 'Empty') ?? target!;
    const other = moved!.parent === parent.id || moved!.id === parent.id ? target! : moved!;
    moveFolder(store, other, parent.id);
    const extra = differences().filter((line) => line.startsWith('extra deleteditems'));
    sandbox.destination.resetStats();
    expect(await pass('full')).toMatchObject({ status: 'Completed', failure: null });
    expect(differences()).toEqual(extra);
    const { requests } = sandbox.destination.stats();
    expect([requests.CreateItem ?? 0, requests.UploadItems ?? 0]).toEqual([0, 0]);
  });

  it('a retry errors pass copies what failed', async () => {
    const { source } = sandbox;
    const done = mutateMailbox(source.store, OLD, { seed: SEED + 1, new: 2 });
    const mailbox = source.store.mailbox(OLD)!;
    const bad = { code: 'ErrorVirusDetected' };
    sandbox.destination.side.faults.add({
      name: 'virus',
      operation: ['UploadItems', 'CreateItem'],
      forMs: 600_000,
      effect: { kind: 'batch-error', ...bad },
    });
    expect(done.new).toHaveLength(2);
    expect(mailbox.email).toBe(OLD);
    expect(await pass('full')).toMatchObject({ status: 'Completed with 2 errors', errorCount: 2 });
    sandbox.destination.side.faults.clear();
    expect(await pass('retry-errors')).toMatchObject({ status: 'Completed', errorCount: 0 });
    expect(differences().filter((line) => !line.startsWith('extra deleteditems'))).toEqual([]);
    expect(sandbox.destination.stats().outgoing + source.stats().outgoing).toBe(0);
  });
});

describe('options', () => {
  it('that change during a pass apply to that pass', async () => {
    const slow = await startSandbox({
      source: { profile: 'Exchange2013', mailboxes: [{ email: OLD, fill: { seed: SEED, items: 100 } }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
      roundTripMs: 150,
    });
    try {
      const id = await createMigration(mailferry, slow, { itemKinds: ['email'] });
      const path = `/api/projects/${id}`;
      await startPass(mailferry, id, 'full');
      const copied = async () => countItems(slow.destination.store);
      for (const until = Date.now() + 60_000; (await copied()) === 0 && Date.now() < until;)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await mailferry.call('PATCH', path, { options: {} });
      const [mailbox] = await waitForPass(mailferry, id);
      expect(mailbox).toMatchObject({ status: 'Completed', progress: { itemsDone: 100 } });
      expect(compareMailboxes(slow.source.store, OLD, slow.destination.store, NEW).map(describeDifference)).toEqual([]);
    } finally {
      await slow.close();
    }
  });
});
