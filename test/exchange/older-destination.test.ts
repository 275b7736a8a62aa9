import { expect, test } from 'vitest';
import { explainMailboxes } from '../sandbox/compare/compare.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { fillOddItems } from './pairs/odd-items.ts';
import { fillRichItems } from './pairs/rich-items.ts';

const EMAIL = 'ann@example.com';

test('what a server of 2007 does not know costs no item and no attachment, and is listed', async () => {
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2013', mailboxes: [{ email: EMAIL, fill: { seed: 31, items: 20 } }] },
    destination: { profile: 'Exchange2007_SP1', mailboxes: [{ email: EMAIL }] },
  });
  const { source, destination } = sandbox;
  fillOddItems(source.store, EMAIL, PROFILES.Exchange2013);
  fillRichItems(source.store, EMAIL);
  const passes = mailboxPasses(sandbox, EMAIL);
  const { failed, omissions } = await passes.run();
  expect(failed).toEqual([]);
  expect(omissions.filter((omission) => omission.includes('time zone was left out'))).toEqual([]);
  expect(omissions.filter((omission) => omission.includes('attachment'))).toEqual([]);
  const levels = { from: PROFILES.Exchange2013.level, to: PROFILES.Exchange2007_SP1.level };
  const all = explainMailboxes(source.store, EMAIL, destination.store, EMAIL, { levels });
  const isLost = /^(?:missing$|attachment \d+ (?:kind|name|content)$)/;
  expect(all.filter(({ kind, property = kind, reason }) => isLost.test(property) && reason === undefined)).toEqual([]);
  passes.close();
  await sandbox.close();
});
