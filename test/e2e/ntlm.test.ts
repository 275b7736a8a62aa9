import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const LARGE_BYTES = 45_000_000;
const ADDED_BYTES = 64_000_000;

let sandbox: Sandbox;
let mailferry: Mailferry;

/** Servers that take no Basic; the first mailbox also warms the isolate up. */
beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2019',
      mailboxes: [
        { email: 'mixed@old.example', fill: { seed: 1, items: 120, largeItems: [{ bytes: 3_000_000 }] } },
        { email: 'large@old.example', fill: { seed: 2, items: 0, largeItems: [{ bytes: LARGE_BYTES }] } },
      ],
      signIn: { schemes: ['Negotiate', 'NTLM'] },
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: [{ email: 'mixed@new.example' }, { email: 'large@new.example' }],
      signIn: { schemes: ['NTLM'] },
    },
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

describe('two servers that take NTLM alone', () => {
  it('are migrated over sockets, with less than 64 MB of added memory for a large item', async () => {
    const projectId = await createMigration(mailferry, sandbox);
    const { items: endpoints } = await mailferry.call<{ items: { signIn: string }[] }>('GET', '/api/endpoints');
    expect(endpoints.map(({ signIn }) => signIn)).toEqual(['NTLM', 'NTLM']);
    const { items } = await mailferry.call<{ items: { id: string }[] }>('GET', `/api/projects/${projectId}/mailboxes`);
    await startPass(mailferry, projectId, 'full', [items[0]!.id]);
    await vi.waitFor(
      async () =>
        expect(await mailferry.call('GET', `/api/mailboxes/${items[0]!.id}`)).toMatchObject({ status: 'Completed' }),
      { timeout: 90_000, interval: 200 },
    );
    const before = mailferry.memoryBytes();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, mailferry.memoryBytes())), 50);
    const started = Date.now();
    await startPass(mailferry, projectId, 'full', [items[1]!.id]);
    await waitForPass(mailferry, projectId);
    clearInterval(watch);
    const mebibytes = Math.round((peak - before) / 1024 / 1024);
    process.stdout.write(`an item of 45 MB by NTLM: ${mebibytes} MiB of added memory, ${Date.now() - started} ms\n`);
    expect(peak - before).toBeLessThan(ADDED_BYTES);
    const { source, destination } = sandbox;
    for (const name of ['mixed', 'large']) {
      expect(compareMailboxes(source.store, `${name}@old.example`, destination.store, `${name}@new.example`)).toEqual(
        [],
      );
    }
    expect(destination.stats().outgoing).toBe(0);
  });
});
