import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareMailboxes } from './compare.ts';
import { call, codesOf, distinguished, getFolderBody, textsOf } from './raw-client.ts';
import { startSandbox } from './sandbox.ts';
import { Store } from './store/store.ts';

const MAILBOXES = 1000;
const plans = (domain: string) =>
  Array.from({ length: MAILBOXES }, (_, index) => ({
    email: `person${index}@${domain}`,
    fill: { seed: 20261101, items: 20 },
  }));

test('a thousand mailboxes are there at once, and each is whole when it is first asked for', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'sandbox-scale-'));
  const begin = performance.now();
  const sandbox = await startSandbox({
    stateDir,
    source: { profile: 'Exchange2010_SP2', mailboxes: plans('old.example'), fillAt: 'access' },
    destination: { profile: 'Exchange2019' },
  });
  // Loose, so that a busy machine does not fail it; a free one takes a tenth of a second.
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(sandbox.source.mailboxes.length).toBe(MAILBOXES);
  const login = sandbox.source.mailboxes[700];
  if (!login) throw new Error('No mailbox');
  const answer = await call(sandbox.source, login, getFolderBody(distinguished('inbox'), distinguished('calendar')));
  expect(codesOf(answer)).toEqual(['NoError', 'NoError']);
  expect(Number(textsOf(answer, 'TotalCount')[0])).toBeGreaterThan(0);
  const { n } = sandbox.source.store.sql('select count(distinct mailbox) as n from items').get() as { n: number };
  expect(n).toBe(1);
  // Another process that opens the store sees the same mailboxes, those that no one asked for yet included.
  const other = new Store(join(stateDir, 'source.sqlite'));
  for (const index of [700, 13]) {
    const email = `person${index}@old.example`;
    expect(compareMailboxes(sandbox.source.store, email, other, email)).toEqual([]);
  }
  other.close();
  await sandbox.close();
  const eager = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: plans('old.example').slice(700, 701) },
    destination: { profile: 'Exchange2019' },
  });
  const again = new Store(join(stateDir, 'source.sqlite'));
  expect(compareMailboxes(eager.source.store, login.email, again, login.email)).toEqual([]);
  again.close();
  await eager.close();
  rmSync(stateDir, { recursive: true });
});
