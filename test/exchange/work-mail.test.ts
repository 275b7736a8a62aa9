import { randomFillSync } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { probeEndpoint } from '../../worker/exchange/probe.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(from: ProfileName, to: ProfileName): Promise<void> {
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: 13, items: 20 } }] },
    destination: { profile: to, mailboxes: [{ email: EMAIL }] },
  });
}

test('a server that takes one version alone, and does not say which it is, is an EWS server', async () => {
  await start('WorkMail', 'Exchange2019');
  const { url, mailboxes } = sandbox.source;
  const found = await probeEndpoint({
    url,
    fetch,
    open: netSockets().open,
    random: (bytes) => void randomFillSync(bytes),
    now: Date.now,
    credentials: { username: EMAIL, password: mailboxes[0]!.password },
    mailbox: EMAIL,
  });
  expect(found).toMatchObject({ ok: true, version: 'Exchange2010_SP2' });
});

test.each<[ProfileName, ProfileName]>([
  ['WorkMail', 'Exchange2019'],
  ['Exchange2010_SP2', 'WorkMail'],
])('%s to %s: every item arrives', async (from, to) => {
  await start(from, to);
  const passes = mailboxPasses(sandbox, EMAIL);
  const { failed } = await passes.run();
  const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
  const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
  expect({ failed, found: found.map(describeDifference) }).toEqual({ failed: [], found: [] });
  passes.close();
});
