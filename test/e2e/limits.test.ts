import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleWorker } from '../../worker/local/commands.ts';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import type { GenerateOptions } from '../sandbox/generate/mailbox.ts';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import { bySample, sampleOf } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Invocation } from '../fakes/invocation.ts';
import { callsOf } from '../fakes/invocation.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

/** A mailbox takes several slices by it. */
const LIMIT = bySample({ small: 200, full: 500 });
const [OLD, NEW] = ['anna@old.example', 'anna@new.example'];
const CHANGES = { new: 30, changed: 30, read: 30, moved: 10, deleted: 10 };
const folder = mkdtempSync(join(tmpdir(), 'mailferry-strict-'));

let sandbox: Sandbox;
let mailferry: Mailferry;

/** Mailferry on a platform that throws beyond so many calls of an invocation, as Cloudflare does. */
beforeAll(async () => {
  bundleWorker(folder, 'test/worker/strict/strict-worker.ts');
  mailferry = await startMailferry(
    { SUBREQUEST_LIMIT: String(LIMIT), STRICT_LIMIT: String(LIMIT), SLICE_MS: '60000' },
    join(folder, 'strict-worker.js'),
  );
});

afterEach(async () => sandbox?.close());

afterAll(async () => {
  await mailferry?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function migrate(options: Record<string, unknown>, fill: Omit<GenerateOptions, 'seed'>): Promise<string> {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: OLD, fill: { seed: 31, ...fill } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
  });
  return createMigration(mailferry, sandbox, options);
}

const seen = async () => mailferry.call<Invocation[]>('GET', '/api/strict');

async function pass(projectId: string): Promise<Invocation[]> {
  const before = (await seen()).length;
  await startPass(mailferry, projectId, 'full');
  const [mailbox] = await waitForPass(mailferry, projectId, 100_000);
  expect(mailbox).toMatchObject({ status: 'Completed', errorCount: 0 });
  return (await seen()).slice(before);
}

describe(`a platform that allows ${LIMIT} calls an invocation`, () => {
  const ways: [string, Record<string, unknown>, Omit<GenerateOptions, 'seed'>][] = [
    ['by MIME and element by element', { copyPaths: ['mime', 'typed'] }, { items: 2.4 * LIMIT }],
    ['by export and upload', {}, { items: 9 * LIMIT, sizes: { fromBytes: 800, toBytes: 3_000 } }],
  ];

  it.each(sampleOf(ways, 2))('completes passes over as many slices as they need: %s', async (_title, options, fill) => {
    const projectId = await migrate({ ...options, deletions: 'remove' }, fill);
    const made = await pass(projectId);
    expect(made.length).toBeGreaterThan(1);
    expect(made.filter(({ refused }) => refused > 0)).toEqual([]);
    expect(Math.max(...made.map(callsOf))).toBeGreaterThan(LIMIT / 2);
    mutateMailbox(sandbox.source.store, OLD, { seed: 31, ...CHANGES });
    const later = await pass(projectId);
    expect(later.filter(({ refused }) => refused > 0)).toEqual([]);
    const different = compareMailboxes(sandbox.source.store, OLD, sandbox.destination.store, NEW);
    // A copy whose item left its folder, and was not found in another one, is among the deleted items.
    const isDeleted = ({ kind, folder: path }: (typeof different)[number]) =>
      kind === 'extra' && path === 'deleteditems';
    expect(different.filter((each) => !isDeleted(each))).toEqual([]);
    expect(different.length).toBeLessThanOrEqual(CHANGES.deleted + CHANGES.moved);
  });
});
