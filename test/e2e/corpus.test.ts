import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import { loadFiles } from '../sandbox/generate/load.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const CORPUS = new URL('../../../shared/corpus', import.meta.url).pathname;
const MAILS = ['bounces', 'mail-gem', 'mail-parser'];
const LOADED_AT = Date.UTC(2026, 0, 1);
const isHere = existsSync(CORPUS);
if (!isHere && process.env.CI === 'true') throw new Error('The corpus of real mails is not here (../shared/corpus).');

describe.skipIf(!isHere)('over a thousand real messages, many of them malformed', () => {
  let mailferry: Mailferry;
  const sandboxes: Sandbox[] = [];
  beforeAll(async () => {
    mailferry = await startMailferry();
  });
  afterAll(async () => {
    await mailferry?.close();
    for (const sandbox of sandboxes) await sandbox.close();
  });

  async function copy(copyPaths: string[], parts: string[]): Promise<{ sandbox: Sandbox; count: number }> {
    const sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'real@old.example' }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: 'real@new.example' }] },
    });
    sandboxes.push(sandbox);
    const { store } = sandbox.source;
    const inbox = getDistinguished(store, store.mailbox('real@old.example')!.id, 'inbox')!;
    const load = (part: string) =>
      loadFiles(store, 'real@old.example', inbox.id, `${CORPUS}/${part}`, LOADED_AT).length;
    const count = parts.reduce((sum, part) => sum + load(part), 0);
    const projectId = await createMigration(mailferry, sandbox, { copyPaths });
    await startPass(mailferry, projectId, 'full');
    const [mailbox] = await waitForPass(mailferry, projectId);
    expect(mailbox).toMatchObject({ status: 'Completed', progress: { itemsDone: count } });
    return { sandbox, count };
  }

  it('arrive complete by export and upload', async () => {
    const { sandbox, count } = await copy(['transfer'], [...MAILS, 'calendars']);
    expect(count).toBeGreaterThan(1_000);
    const { source, destination } = sandbox;
    expect(compareMailboxes(source.store, 'real@old.example', destination.store, 'real@new.example')).toEqual([]);
  });

  it('arrive byte by byte as MIME', async () => {
    const { sandbox, count } = await copy(['mime'], MAILS);
    const { source, destination } = sandbox;
    expect(count).toBeGreaterThan(1_000);
    expect(compareMailboxes(source.store, 'real@old.example', destination.store, 'real@new.example')).toEqual([]);
    expect(destination.stats().requests.UploadItems).toBeUndefined();
  });
});
