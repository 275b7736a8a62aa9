import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMeter } from '../bench/meter.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { HostileServer } from './hostile-server.ts';
import { ATTACKS, startHostileServer } from './hostile-server.ts';
import type { MailboxAnswer, Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

const MOST_ADDED_BYTES = 256 * 1024 * 1024;
const MOST_WAIT_MS = 1000;
const ENDS: Readonly<Record<string, string>> = {
  elements: 'answer-too-large',
  nested: 'answer-too-large',
  tag: 'answer-too-large',
  folders: 'too-many-folders',
  names: 'folder-names-too-long',
};

let sandbox: Sandbox;
let hostile: HostileServer;
let mailferry: Mailferry;

const names = ['honest', ...Object.keys(ATTACKS)];

beforeAll(async () => {
  const mailboxes = names.map((name) => ({ email: `${name}@old.example`, fill: { seed: 7, items: 10 } }));
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes: names.map((name) => ({ email: `${name}@new.example` })) },
  });
  hostile = await startHostileServer(sandbox.source.url, ATTACKS);
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await hostile?.close();
  await sandbox?.close();
});

/** How many processes wait for each core: other tests run beside this one, and so much later is every answer. */
function lateness(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

/** Asks for the health of Mailferry time after time; returns what ends that, and tells all waits in ms. */
function watchHealth(): () => Promise<number[]> {
  const over = new AbortController();
  const waits: number[] = [];
  const watching = (async () => {
    while (!over.signal.aborted) {
      const begunAt = performance.now();
      expect((await fetch(`${mailferry.url}/api/health`)).status).toBe(200);
      waits.push(performance.now() - begunAt);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return async () => {
    over.abort();
    await watching;
    return waits;
  };
}

test('hostile servers cost others neither time nor memory, and each ends with a clear fault', async () => {
  const endpoint = async (name: 'source' | 'destination', url: string) =>
    (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, url, credentials: sandbox[name].admin }))
      .id;
  const { id: projectId } = await mailferry.call<{ id: string }>('POST', '/api/projects', {
    name: 'Attacked',
    sourceEndpointId: await endpoint('source', hostile.url),
    destinationEndpointId: await endpoint('destination', sandbox.destination.url),
    options: {
      copyPaths: ['mime', 'typed'],
      rewriteAddresses: true,
      recipientMapping: [{ from: '@old.example', to: '@new.example' }],
    },
  });
  const { items: added } = await mailferry.call<{ items: MailboxAnswer[] }>(
    'POST',
    `/api/projects/${projectId}/mailboxes`,
    {
      mailboxes: names.map((name) => ({ sourceEmail: `${name}@old.example`, destinationEmail: `${name}@new.example` })),
    },
  );
  const idOf = (name: string) => added.find(({ sourceEmail }) => sourceEmail.startsWith(`${name}@`))!.id;
  // The first mailbox warms the isolate up.
  await startPass(mailferry, projectId, 'full', [idOf('honest')]);
  while ((await mailferry.call<MailboxAnswer>('GET', `/api/mailboxes/${idOf('honest')}`)).status !== 'Completed')
    await new Promise((resolve) => setTimeout(resolve, 200));

  const before = mailferry.memoryBytes();
  const meter = startMeter(mailferry.pids().slice(1));
  let peak = before;
  const memory = setInterval(() => (peak = Math.max(peak, mailferry.memoryBytes())), 250);
  const healthWaits = watchHealth();
  const begunAt = performance.now();
  await startPass(mailferry, projectId, 'full');
  const pass = waitForPass(mailferry, projectId, 100_000);
  const waits = await pass.then(healthWaits, healthWaits);
  clearInterval(memory);
  const mailboxes = await pass;
  const seconds = (performance.now() - begunAt) / 1000;
  const longestMs = Math.max(...waits);
  if (process.platform === 'linux') peak = Math.max(peak, meter.end().peakBytes);
  const mebibytes = Math.round((peak - before) / 1024 / 1024);
  process.stdout.write(
    `${names.length - 1} attacks in ${seconds.toFixed(1)} s: ${mebibytes} MiB added, longest wait for health ${Math.round(longestMs)} ms\n`,
  );
  const ended = Object.fromEntries(mailboxes.map((each) => [each.sourceEmail.split('@')[0] ?? '', each]));
  for (const [name, { status, failure, errorCount }] of Object.entries(ended))
    process.stdout.write(
      `  ${name}: ${status}, ${failure?.code ?? `${errorCount} errors`}, ${hostile.asked.get(name) ?? 0} attacks\n`,
    );
  expect(ended.honest).toMatchObject({ status: 'Completed', errorCount: 0 });
  for (const [name, code] of Object.entries(ENDS))
    expect(ended[name], name).toMatchObject({
      status: 'Failed',
      failure: { code, cause: expect.any(String), remedy: expect.stringContaining('provider') },
    });
  expect(longestMs).toBeLessThan(MOST_WAIT_MS * lateness());
  expect(peak - before).toBeLessThan(MOST_ADDED_BYTES);
}, 120_000);
