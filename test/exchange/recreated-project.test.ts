import { afterEach, expect, test } from 'vitest';
import type { CopyMethod } from '../../worker/lib/copy-methods.ts';
import { updateItemRow, getItem } from '../sandbox/store/items.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const SEED = 31;

type Profile = Parameters<typeof startSandbox>[0]['source']['profile'];

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** Some items have nothing that a server could tell them by. */
async function start(from: Profile, to: Profile): Promise<void> {
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 60 } }] },
    destination: { profile: to, mailboxes: [{ email: EMAIL }] },
  });
  const { store } = sandbox.source;
  const rows = store.sql(`select id from items where owner is null order by id`).all() as { id: number }[];
  for (const [at, { id }] of rows.entries()) {
    if (at % 2) continue;
    const item = getItem(store, id)!;
    delete item.messageId;
    delete item.properties.fields['UID'];
    updateItemRow(store, item);
  }
}

test.each<[Profile, Profile, CopyMethod[]?]>([
  ['Exchange2007_SP1', 'Exchange2010_SP2'],
  ['Exchange2007_SP1', 'Exchange2019'],
  ['Exchange2010_SP2', 'Exchange2019'],
  ['Exchange2013', 'ExchangeSE', ['mime', 'typed']],
  ['Exchange2013', 'ExchangeSE', ['typed']],
  ['Grommunio', 'Exchange2019'],
  ['Exchange2016', 'Grommunio'],
])(
  'from %s to %s (%j): a project that is made again finds the copies of the one before',
  async (from, to, copyPaths) => {
    await start(from, to);
    const options = copyPaths ? { copyPaths } : {};
    const first = mailboxPasses(sandbox, EMAIL);
    const { summary } = await first.run(options);
    first.close();
    sandbox.destination.resetStats();
    const second = mailboxPasses(sandbox, EMAIL);
    const again = await second.run(options);
    expect(again.summary.copied).toEqual(summary.copied);
    expect(again.summary.adopted).toEqual(summary.copied);
    expect(sandbox.destination.stats().writes).toEqual({});
    second.close();
  },
);
