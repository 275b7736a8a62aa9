import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import { bySample } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { foldersDeep, getDistinguished } from '../sandbox/store/folders.ts';
import { validateEnvelopes } from '../sandbox/wire/wire-log.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = Number(process.env.SEED ?? 20);
const [FIRST, MORE] = bySample({ small: [150, 4], full: [700, 25] } as const);
const NAMES = ['anna', 'bo', 'chloe', 'dmitri', 'eiko', 'farid', 'greta', 'hugo', 'ines', 'jan'];
const WRITES = ['CreateItem', 'UploadItems', 'UpdateItem', 'CreateFolder', 'DeleteItem', 'CreateAttachment'];

let sandbox: Sandbox;
let mailferry: Mailferry;
let projectId: string;
const wire = mkdtempSync(join(tmpdir(), 'mailferry-wire-'));

/** Ten mailboxes of all sorts, on an old provider; the new one has them empty. */
beforeAll(async () => {
  const fill = (index: number) => ({
    seed: SEED + index,
    items: index === 0 ? FIRST : index === 9 ? 0 : 40 + MORE * index,
    ...(index === 1 && { largeItems: [{ bytes: 20_000_000 }, { bytes: 6_000_000 }] }),
  });
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: NAMES.map((name, index) => ({ email: `${name}@old.example`, fill: fill(index) })),
    },
    destination: { profile: 'Exchange2019', mailboxes: NAMES.map((name) => ({ email: `${name}@new.example` })) },
    recordTo: wire,
  });
  mailferry = await startMailferry();
  projectId = await createMigration(mailferry, sandbox);
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
  rmSync(wire, { recursive: true, force: true });
});

type Sums = { mailboxCount: number; folderCount: number; items: { count: number } };
type Inventory = { source: Sums; destination: Sums };
type Range = { fromMs: number; toMs: number };
type Estimate = {
  full: Range & { items: { count: number } };
  passes: { estimated: Range; tookMs: number; error: number | null }[];
};

/** What lies below the message roots of the source. */
function countItems(): number {
  const { store } = sandbox.source;
  const count = store.sql('select count(*) as n from items where folder = ? and owner is null and associated = 0');
  return NAMES.flatMap((name) => {
    const root = getDistinguished(store, store.mailbox(`${name}@old.example`)!.id, 'msgfolderroot')!;
    return foldersDeep(store, root.id).map(({ id }) => (count.get(id) as { n: number }).n);
  }).reduce((sum, n) => sum + n, 0);
}

function differences(): string[] {
  return NAMES.flatMap((name) =>
    compareMailboxes(sandbox.source.store, `${name}@old.example`, sandbox.destination.store, `${name}@new.example`),
  ).map((difference) => JSON.stringify(difference));
}

describe(`ten mailboxes between two providers (seed ${SEED})`, () => {
  it('verifies without writing anything', async () => {
    await startPass(mailferry, projectId, 'verify');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(new Set(mailboxes.map((mailbox) => mailbox.status))).toEqual(new Set(['Completed (Verification)']));
    expect(sandbox.destination.stats().writes).toEqual({});
  });

  it('counts both sides in an inventory, with at most two requests a folder and without writing anything', async () => {
    sandbox.source.resetStats();
    await startPass(mailferry, projectId, 'inventory');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(new Set(mailboxes.map((mailbox) => mailbox.status))).toEqual(new Set(['Completed (Inventory)']));
    const requests = Object.values(sandbox.source.stats().requests).reduce((sum, count) => sum + count, 0);
    const found = await mailferry.call<Inventory>('GET', `/api/projects/${projectId}/inventory`);
    const itemCount = countItems();
    expect(found.source).toMatchObject({ mailboxCount: 10, openedCount: 10, items: { count: itemCount } });
    expect(found.destination).toMatchObject({ mailboxCount: 10, openedCount: 10, items: { count: 0 } });
    process.stdout.write(
      `inventory: ${requests} requests for ${found.source.folderCount} folders, ${itemCount} items\n`,
    );
    expect(requests).toBeLessThanOrEqual(2 * found.source.folderCount);
    expect([sandbox.source.stats().writes, sandbox.destination.stats().writes]).toEqual([{}, {}]);
    const estimate = await mailferry.call<Estimate>('GET', `/api/projects/${projectId}/estimate`);
    expect(estimate).toMatchObject({ basis: 'assumed', countedCount: 10, full: { items: { count: itemCount } } });
    expect(estimate.full.toMs).toBeGreaterThan(estimate.full.fromMs);
  });

  it('copies everything: the same folders, the same items, property by property', async () => {
    await startPass(mailferry, projectId, 'full');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(mailboxes.map((mailbox) => [mailbox.sourceEmail, mailbox.status, mailbox.failure])).toEqual(
      NAMES.map((name) => [`${name}@old.example`, 'Completed', null]),
    );
    expect(differences()).toEqual([]);
  });

  it('shows what came of the estimate with which the pass began', async () => {
    const { passes, full } = await mailferry.call<Estimate>('GET', `/api/projects/${projectId}/estimate`);
    expect(passes).toHaveLength(1);
    const [pass] = passes;
    expect(pass).toMatchObject({ type: 'full', status: 'completed', basis: 'assumed' });
    const { estimated, tookMs, error } = pass!;
    process.stdout.write(
      `estimate: ${estimated.fromMs} to ${estimated.toMs} ms; it took ${tookMs} ms; error ${error}\n`,
    );
    expect(tookMs).toBeGreaterThan(0);
    expect(full.items.count).toBe(0);
  });

  it('sends nothing to anyone, and leaves the source untouched', () => {
    expect(sandbox.source.stats().outgoing).toBe(0);
    expect(sandbox.destination.stats().outgoing).toBe(0);
    expect(sandbox.source.stats().writes).toEqual({});
  });

  it('shows equal counts on both sides, folder by folder', async () => {
    const [mailbox] = await waitForPass(mailferry, projectId);
    type Side = { count: number };
    const { folders } = await mailferry.call<{ folders: { path: string; source: Side; destination: Side }[] }>(
      'GET',
      `/api/mailboxes/${mailbox!.id}/statistics`,
    );
    expect(folders.length).toBeGreaterThan(5);
    for (const folder of folders)
      expect([folder.path, folder.destination.count]).toEqual([folder.path, folder.source.count]);
    expect(folders.reduce((sum, folder) => sum + folder.source.count, 0)).toBe(mailbox!.progress.itemsDone);
  });

  it('writes nothing when it runs again', async () => {
    sandbox.destination.resetStats();
    await startPass(mailferry, projectId, 'full');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(new Set(mailboxes.map((mailbox) => mailbox.status))).toEqual(new Set(['Completed']));
    const { requests } = sandbox.destination.stats();
    expect(WRITES.filter((operation) => requests[operation])).toEqual([]);
    expect(differences()).toEqual([]);
  });

  it('stores no content of mail and no password', () => {
    const files = readdirSync(mailferry.stateDir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const kept = Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
    // The database really is among them: what it is meant to keep can be found.
    expect(kept.includes('anna@old.example')).toBe(true);
    const rows = sandbox.source.store.sql('select distinct subject from items').all() as { subject: string | null }[];
    const subjects = rows.flatMap(({ subject }) => (subject && subject.length >= 12 ? [subject] : []));
    expect(subjects.length).toBeGreaterThan(20);
    expect(subjects.slice(0, 60).filter((subject) => kept.includes(subject))).toEqual([]);
    for (const side of [sandbox.source, sandbox.destination]) expect(kept.includes(side.admin.password)).toBe(false);
  });

  it('made only requests and received only answers that the official schemas allow', () => {
    const result = validateEnvelopes(wire, 10);
    if ('missing' in result) return void process.stdout.write(`not validated: ${result.missing} is not here\n`);
    expect(result.problems.slice(0, 5)).toEqual([]);
    expect(result.checked).toBeGreaterThan(100);
  });
});
