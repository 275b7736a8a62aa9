import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareMailboxes } from '../sandbox/compare.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const LARGE_BYTES = 45_000_000;
const ADDED_BYTES = 64_000_000;

let sandbox: Sandbox;
let mailferry: Mailferry;

/** Two servers of 2013 and later take 64 MB at the front door; the first mailbox only warms the isolate up. */
beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2019',
      mailboxes: [
        { email: 'warm@old.example', fill: { seed: 1, items: 30, largeItems: [{ bytes: 3_000_000 }] } },
        { email: 'large@old.example', fill: { seed: 2, items: 0, largeItems: [{ bytes: LARGE_BYTES }] } },
      ],
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: [{ email: 'warm@new.example' }, { email: 'large@new.example' }],
    },
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

describe('an item near the limit of the server', () => {
  it('crosses with less than 64 MB of added memory', async () => {
    const projectId = await createMigration(mailferry, sandbox);
    const [warm, large] = await mailferry
      .call<{ items: { id: string }[] }>('GET', `/api/projects/${projectId}/mailboxes`)
      .then(({ items }) => items.map((mailbox) => mailbox.id));
    await startPass(mailferry, projectId, 'full', [warm!]);
    await waitForOne(projectId, warm!);
    const before = mailferry.memoryBytes();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, mailferry.memoryBytes())), 50);
    await startPass(mailferry, projectId, 'full', [large!]);
    await waitForPass(mailferry, projectId);
    clearInterval(watch);
    const mebibytes = Math.round((peak - before) / 1024 / 1024);
    process.stdout.write(`an item of 45 MB: ${mebibytes} MiB of added memory\n`);
    expect(peak - before).toBeLessThan(ADDED_BYTES);
    expect(
      compareMailboxes(sandbox.source.store, 'large@old.example', sandbox.destination.store, 'large@new.example'),
    ).toEqual([]);
  });
});

async function waitForOne(projectId: string, mailboxId: string): Promise<void> {
  for (;;) {
    const mailbox = await mailferry.call<{ status: string }>('GET', `/api/mailboxes/${mailboxId}`);
    if (mailbox.status === 'Completed') return;
    expect(['Queued', 'Processing'], projectId).toContain(mailbox.status);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
