import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMAILS, fill, placesIn, startTwo, strayFiles } from '../exchange/surplus/two-mailboxes.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = 3;
let sandbox: Sandbox;
let mailferry: Mailferry;

beforeAll(async () => {
  process.stdout.write(`faults seed ${SEED}\n`);
  sandbox = await startTwo('Grommunio', 'Exchange2019');
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

test('unrequested answers move no item into another folder or mailbox, on the real platform', async () => {
  const { side } = sandbox.source;
  side.surplusDelayMs = 5;
  sandbox.source.setNetwork({ roundTripMs: 2 });
  const projectId = await createMigration(mailferry, sandbox);
  for (let round = 0; round < 2; round += 1) {
    if (round > 0) for (const email of EMAILS) fill(sandbox.source.store, email, round);
    const effect = { kind: 'soap-fault', code: 'ErrorInternalServerError' } as const;
    side.faults.add({ chance: 0.1, seed: SEED + round, times: 4, effect });
    await startPass(mailferry, projectId, 'full');
    const mailboxes = await waitForPass(mailferry, projectId);
    expect(mailboxes).toMatchObject([{ status: 'Completed' }, { status: 'Completed' }]);
    side.faults.clear();
  }
  expect(sandbox.source.stats().surplusAnswers).toBeGreaterThan(2);
  expect(placesIn(sandbox.destination.store)).toEqual(placesIn(sandbox.source.store));
  expect(strayFiles(sandbox.destination.store)).toEqual([]);
}, 120_000);
