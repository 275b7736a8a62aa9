import { afterEach, expect, test } from 'vitest';
import { sampleOf } from '../sample.ts';
import { describeDifference, explainMailboxes, type Difference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { fillOddItems } from './pairs/odd-items.ts';
import { fillRichItems } from './pairs/rich-items.ts';
import { isTold, toldBy, untrue } from './pairs/told-omissions.ts';

const EMAIL = 'ann@example.com';
const SEED = 31;
/** GROMMUNIO=all runs every pair; else those that differ most. */
const isWhole = process.env['GROMMUNIO'] === 'all';
const EXCHANGES: ProfileName[] = isWhole
  ? [
      'Exchange2007_SP1',
      'Exchange2010_SP2',
      'Exchange2010_SP3',
      'Exchange2013',
      'Exchange2016',
      'Exchange2019',
      'ExchangeSE',
    ]
  : ['Exchange2007_SP1', 'Exchange2019'];
const PAIRS: [ProfileName, ProfileName][] = [
  ...EXCHANGES.flatMap((each): [ProfileName, ProfileName][] => [
    ['Grommunio', each],
    [each, 'Grommunio'],
  ]),
  ['Grommunio', 'Grommunio'],
];
const SLICES = isWhole ? [Infinity, 30] : [30];
const CASES = PAIRS.flatMap(([from, to]) => SLICES.map((requests) => ({ from, to, requests })));

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

// It writes the MIME again for each read: different bytes with the same meaning.
const isRewritten = ({ property = '', reason }: Difference) =>
  reason !== undefined || /^(?:mime|text|html|attachment \d+ range)$/.test(property);

test.each(sampleOf(CASES, 4))(
  '$from to $to in slices of $requests requests: every class, property by property, and what is not carried is listed',
  async ({ from, to, requests }) => {
    process.stdout.write(`grommunio properties seed ${SEED}\n`);
    sandbox = await startSandbox({
      source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 20 } }] },
      destination: { profile: to, mailboxes: [{ email: EMAIL }] },
    });
    const { source, destination } = sandbox;
    fillOddItems(source.store, EMAIL, PROFILES[from]);
    fillRichItems(source.store, EMAIL);
    const passes = mailboxPasses(sandbox, EMAIL, fetch, EMAIL, undefined, requests);
    await passes.run();
    const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
    const all = explainMailboxes(source.store, EMAIL, destination.store, EMAIL, { levels });
    const told = toldBy(passes.ledger, source.store);
    const found = all.filter((each) => !isRewritten(each) && each.kind !== 'folder-extra');
    const untold = found.filter((each) => !isTold(each, told)).map(describeDifference);
    expect({ untold, untrue: untrue(told, all) }).toEqual({ untold: [], untrue: [] });
    expect([source.stats().writes, source.stats().outgoing, destination.stats().outgoing]).toEqual([{}, 0, 0]);
    passes.close();
  },
  300_000,
);
