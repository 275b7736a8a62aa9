import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CopyMethod } from '../../worker/lib/copy-methods.ts';
import { SAMPLE_SIZE } from '../sample.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { fillOddItems } from './pairs/odd-items.ts';

const EMAIL = 'ann@example.com';
const SEED = 11;
const SOURCES: ProfileName[] = ['Exchange2007_SP1', 'Exchange2010_SP2', 'Exchange2013', 'Exchange2016'];
const DESTINATIONS: ProfileName[] = ['Exchange2013', 'Exchange2016', 'Exchange2019'];
/** All pairs, or of a small sample each source with one destination: the oldest with the newest, the others in turn. */
const PAIRS = SOURCES.flatMap((from, at) =>
  DESTINATIONS.filter((_, other) => SAMPLE_SIZE === 'full' || other === (at + 2) % DESTINATIONS.length).map(
    (to) => [from, to] as const,
  ),
);

describe.each(PAIRS)('from %s to %s', (from, to) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    process.stdout.write(`pairs seed ${SEED}\n`);
    sandbox = await startSandbox({
      source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 40 } }] },
      destination: { profile: to, mailboxes: [{ email: EMAIL }] },
    });
    fillOddItems(sandbox.source.store, EMAIL, PROFILES[from]);
  });
  afterAll(() => sandbox.close());

  // From 2007 there is no export, so that the second is the first; element by element once from each source.
  const ways: [name: string, copyPaths: CopyMethod[]][] = [['by any path', ['transfer', 'mime', 'typed']]];
  if (from !== 'Exchange2007_SP1') ways.push(['without export', ['mime', 'typed']]);
  if (to === 'Exchange2019') ways.push(['typed alone', ['typed']]);

  test.each(ways)(
    'every item arrives %s, and differs only where its path has a reason to',
    async (_name, copyPaths) => {
      const passes = mailboxPasses(sandbox, EMAIL);
      const { failed } = await passes.run({ copyPaths });
      const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
      const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
      expect({ failed, found: found.map(describeDifference) }).toEqual({ failed: [], found: [] });
      // Whatever its server has no element for, no list comes without its members.
      const { store } = sandbox.destination;
      const lists = store.sql("select properties from items where class = 'IPM.DistList'").all();
      expect(lists.length).toBeGreaterThan(1);
      for (const { properties } of lists) expect(properties).toContain('@');
      for (const { properties } of lists) expect(properties).toContain('"Members"');
      expect(sandbox.destination.stats().outgoing).toBe(0);
      expect(sandbox.source.stats().writes).toEqual({});
      const left = "select name from folders where name like 'Mailferry%'";
      expect(sandbox.destination.store.sql(left).all()).toEqual([]);
      passes.close();
      sandbox.destination.store.sql('delete from items').run();
    },
    60_000,
  );
});
