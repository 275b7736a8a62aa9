import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { validateEnvelopes } from '../sandbox/wire/wire-log.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = Number(process.env.SEED ?? 20);
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
    items: index === 0 ? 700 : index === 9 ? 0 : 40 + 25 * index,
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

  it('copies everything: the same folders, the same items, property by property', async () => {
    await startPass(mailferry, projectId, 'full');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(mailboxes.map((mailbox) => [mailbox.sourceEmail, mailbox.status, mailbox.failure])).toEqual(
      NAMES.map((name) => [`${name}@old.example`, 'Completed', null]),
    );
    expect(differences()).toEqual([]);
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
    const result = validateEnvelopes(wire);
    if ('missing' in result) return void process.stdout.write(`not validated: ${result.missing} is not here\n`);
    expect(result.problems.slice(0, 5)).toEqual([]);
    expect(result.checked).toBeGreaterThan(100);
  });
});
