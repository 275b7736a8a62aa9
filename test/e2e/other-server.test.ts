import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = 5;
const ITEMS = 12;
const destination = { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] } as const;
let front: Sandbox;
let back: Sandbox;
let mailferry: Mailferry;

beforeAll(async () => {
  process.stdout.write(`sandbox seed ${SEED}\n`);
  front = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'a@old.example' }] },
    destination,
  });
  back = await startSandbox({
    source: { profile: 'Exchange2013', mailboxes: [{ email: 'a@old.example', fill: { seed: SEED, items: ITEMS } }] },
    destination,
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await front?.close();
  await back?.close();
});

test('a mailbox on another server is found by autodiscover, once its host is allowed', async () => {
  const { side } = front.source;
  side.faults.add({ mailbox: 'a@old.example', effect: { kind: 'soap-fault', code: 'ErrorWrongServerVersion' } });
  side.autodiscover = { externalEwsUrl: back.source.url.replace('127.0.0.1', 'localhost') };
  const projectId = await createMigration(mailferry, front);

  await startPass(mailferry, projectId, 'full');
  const [refused] = await waitForPass(mailferry, projectId);
  expect(refused).toMatchObject({ status: 'Failed', failure: { code: 'needs-consent' } });
  expect(JSON.stringify(refused)).toContain('localhost');
  expect(back.source.stats().totalRequests).toBe(0);

  const { items } = await mailferry.call<{ items: { id: string; name: string }[] }>('GET', '/api/endpoints');
  const endpoint = items.find(({ name }) => name === 'source');
  await mailferry.call('PATCH', `/api/endpoints/${endpoint?.id}`, {
    consentHosts: ['localhost'],
    credentials: front.source.admin,
  });
  await startPass(mailferry, projectId, 'full');
  const [done] = await waitForPass(mailferry, projectId);
  expect(done).toMatchObject({ status: 'Completed', progress: { itemsDone: ITEMS } });
  expect(front.destination.stats().outgoing).toBe(0);

  // What was found is kept: another pass goes there at once.
  front.source.resetStats();
  await startPass(mailferry, projectId, 'full');
  expect(await waitForPass(mailferry, projectId)).toMatchObject([{ status: 'Completed' }]);
  expect(front.source.stats().totalRequests).toBe(0);
});
