import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMeter } from '../bench/meter.ts';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import { bySample } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const LARGE_BYTES = 45_000_000;

/** Three are more than the memory that several may add. */
const SEVERAL = bySample({ small: 3, full: 6 });
// The items of a mailbox, and the memory that they may add.
const CASES = [
  { name: 'large', items: 1, addedBytes: 64_000_000 },
  { name: 'several', items: SEVERAL, addedBytes: 96_000_000 },
];

let sandbox: Sandbox;
let mailferry: Mailferry;

/** Two servers of 2013 and later take 64 MB at the front door; the first mailbox only warms the isolate up. */
beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2019',
      mailboxes: [
        { email: 'warm@old.example', fill: { seed: 1, items: 30, largeItems: [{ bytes: 3_000_000 }] } },
        ...CASES.map(({ name, items }) => ({
          email: `${name}@old.example`,
          fill: { seed: 2, items: 0, largeItems: Array.from({ length: items }, () => ({ bytes: LARGE_BYTES })) },
        })),
      ],
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: ['warm', ...CASES.map(({ name }) => name)].map((name) => ({ email: `${name}@new.example` })),
    },
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

describe('items near the limit of the server', () => {
  it('are copied with little added memory, one or several of them', async () => {
    const projectId = await createMigration(mailferry, sandbox);
    const { items: mailboxes } = await mailferry.call<{ items: { id: string; sourceEmail: string }[] }>(
      'GET',
      `/api/projects/${projectId}/mailboxes`,
    );
    const idOf = (name: string) => mailboxes.find(({ sourceEmail }) => sourceEmail === `${name}@old.example`)!.id;
    await startPass(mailferry, projectId, 'full', [idOf('warm')]);
    await waitForOne(projectId, idOf('warm'));
    for (const { name, items, addedBytes } of CASES) {
      const before = mailferry.memoryBytes();
      let peak = before;
      // Linux keeps the peak itself; to ask more often would hold up the servers, which live in this process.
      const meter = startMeter(mailferry.pids().slice(1));
      const watch = setInterval(() => (peak = Math.max(peak, mailferry.memoryBytes())), 250);
      await startPass(mailferry, projectId, 'full', [idOf(name)]);
      await waitForOne(projectId, idOf(name));
      clearInterval(watch);
      if (process.platform === 'linux') peak = Math.max(peak, meter.end().peakBytes);
      const mebibytes = Math.round((peak - before) / 1024 / 1024);
      process.stdout.write(`${items} of 45 MB: ${mebibytes} MiB of added memory\n`);
      expect(peak - before, name).toBeLessThan(addedBytes);
      expect(
        compareMailboxes(sandbox.source.store, `${name}@old.example`, sandbox.destination.store, `${name}@new.example`),
      ).toEqual([]);
    }
  }, 240_000);
});

async function waitForOne(projectId: string, mailboxId: string): Promise<void> {
  for (;;) {
    const mailbox = await mailferry.call<{ status: string }>('GET', `/api/mailboxes/${mailboxId}`);
    if (mailbox.status === 'Completed') return;
    expect(['Queued', 'Processing'], projectId).toContain(mailbox.status);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
