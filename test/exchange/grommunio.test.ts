import { afterEach, describe, expect, test } from 'vitest';
import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import { compareMailboxes, describeDifference, type Difference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { insertFolder } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { fillOddItems, series } from './pairs/odd-items.ts';

const EMAIL = 'ann@example.com';
const SEED = 12;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(from: ProfileName, to: ProfileName): Promise<void> {
  process.stdout.write(`grommunio seed ${SEED}\n`);
  sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 40 } }] },
    destination: { profile: to, mailboxes: [{ email: EMAIL }] },
  });
  fillOddItems(sandbox.source.store, EMAIL, PROFILES[from]);
}

// It writes the MIME again for each read: different bytes with the same meaning.
const isRewritten = ({ property = '' }: Difference) => /^(?:mime|text|html|attachment \d+ range)$/.test(property);

function differences(): string[] {
  const { source, destination } = sandbox;
  const levels = { from: source.side.profile.level, to: destination.side.profile.level };
  const found = compareMailboxes(source.store, EMAIL, destination.store, EMAIL, { levels });
  return found.filter((each) => !isRewritten(each)).map(describeDifference);
}

describe('a server after grommunio', () => {
  test('is read: what it gives only where it is named comes along, and a missing operation is asked for once', async () => {
    await start('Grommunio', 'Exchange2019');
    let exports = 0;
    const passes = mailboxPasses(sandbox, EMAIL, (url, init) => {
      if (new Headers(init.headers).get('soapaction')?.endsWith('/ExportItems"')) exports += 1;
      return fetch(url, init);
    });
    const { failed, omissions } = await passes.run();
    const found = differences().filter((each) => !isTold(each, new Set(omissions)));
    expect({ failed, found }).toEqual({ failed: [], found: [] });
    expect(exports).toBeLessThanOrEqual(3);
    expect(sandbox.source.stats().writes).toEqual({});
    passes.close();
  }, 60_000);

  test.each<[ProfileName, ProfileName]>([
    ['Exchange2016', 'Grommunio'],
    ['Grommunio', 'Exchange2019'],
  ])(
    '%s to %s: is verified, tried, and filled in stages',
    async (from, to) => {
      await start(from, to);
      const { source, destination } = sandbox;
      const passes = mailboxPasses(sandbox, EMAIL);
      await passes.end('verify');
      expect([destination.stats().writes, passes.ledger.sql.all('SELECT id FROM items')]).toEqual([{}, []]);
      const trial = await passes.end('trial');
      const most = Math.max(...(trial.summary?.folders ?? []).map(({ copied }) => copied.count));
      expect([most <= 10, (trial.summary?.copied.bytes ?? 0) <= 5_000_000]).toEqual([true, true]);
      expect(trial.summary?.copied.count).toBeGreaterThan(10);
      await passes.end('pre-stage');
      const told = new Set((await passes.run()).omissions);
      expect(differences().filter((each) => !isTold(each, told))).toEqual([]);
      expect([source.stats().writes, source.stats().outgoing, destination.stats().outgoing]).toEqual([{}, 0, 0]);
      passes.close();
    },
    60_000,
  );

  test.each<[ProfileName, ProfileName]>([
    ['Exchange2010_SP2', 'Grommunio'],
    ['Exchange2016', 'Grommunio'],
    ['Grommunio', 'Exchange2019'],
    ['Grommunio', 'Grommunio'],
  ])(
    '%s to %s: pass after pass nothing is lost untold, twice, or sent',
    async (from, to) => {
      await start(from, to);
      const { source, destination } = sandbox;
      const passes = mailboxPasses(sandbox, EMAIL);
      const run = () => passes.run({ deletions: 'remove' });
      const told = new Set((await run()).omissions);
      mutateMailbox(source.store, EMAIL, { seed: SEED, new: 6, changed: 6, read: 4, moved: 4, deleted: 4 });
      const second = await run();
      for (const omission of second.omissions) told.add(omission);
      const found = differences().filter((each) => !isTold(each, told));
      // What was deleted and had a copy lies there, and what went where nothing is copied from.
      const removed = found.filter((each) => each.startsWith('extra deleteditems '));
      expect(found.filter((each) => !removed.includes(each))).toEqual([]);
      expect(removed.length).toBeGreaterThanOrEqual(1);
      expect(removed.length).toBeLessThanOrEqual(8);
      for (const { itemClass, code } of second.failed)
        expect([itemClass, code]).toEqual([expect.stringMatching(/^IPM\.(?:Post|DistList)$/), 'not-creatable']);
      destination.resetStats();
      const third = await run();
      expect([third.summary.copied, destination.stats().writes]).toEqual([second.summary.copied, {}]);
      expect([source.stats().writes, source.stats().outgoing, destination.stats().outgoing]).toEqual([{}, 0, 0]);
      const left = destination.store.sql(`select name from folders where name like 'Mailferry%'`).all();
      expect(left).toEqual([]);
      passes.close();
    },
    60_000,
  );

  test('folders of an earlier run that hold something are emptied and go', async () => {
    await start('Exchange2010_SP2', 'Grommunio');
    const { store } = sandbox.destination;
    const mailbox = store.mailbox(EMAIL)!;
    const root = store.sql('select id from folders where mailbox = ? and parent is null').get(mailbox.id);
    const name = 'Mailferry calendar';
    const { id } = insertFolder(store, mailbox.id, {
      parent: Number(root?.['id']),
      name,
      folderClass: 'IPF.Appointment',
    });
    for (let count = 0; count < 3; count += 1) insertItem(store, mailbox.id, id, series(EMAIL));
    const passes = mailboxPasses(sandbox, EMAIL);
    await passes.run();
    expect(store.sql(`select name from folders where name like 'Mailferry%'`).all()).toEqual([]);
    expect(differences().filter((each) => / calendar /.test(each) && /^(?:extra|missing)/.test(each))).toEqual([]);
    passes.close();
  }, 60_000);
});

/** What is listed with the item, as its failure or as an omission. */
const TOLD: readonly (readonly [RegExp, string])[] = [
  [/^missing .* IPM\.(?:Post|DistList)$/, ''],
  [
    /IPM\.DistList field Members/,
    'The source does not show the members of distribution lists, so the copied list is empty.',
  ],
  [
    /IPM\.(?:Appointment|Schedule\.Meeting\.\S+) field UID|\|Binary: /,
    'The destination does not accept binary properties',
  ],
  [/ attachment \d+ /, 'An attached item was left out, because the destination accepts only files as attachments.'],
  [/ attachment \d+ /, 'did not keep'],
  [/ attachment \d+ /, 'could not be copied'],
  [/ attachment \d+ /, 'An attachment was left out'],
  [/IPM\.Post field (?:From|Sender)/, 'The sender was left out'],
  [
    /IPM\.Post (?:messageId: <|field (?:From|Sender)|attachment \d+ item field (?:From|Sender))/,
    'The source shows a post as a plain item. Its author and its Message-ID were left out.',
  ],
  // It has no such folder of its own.
  [/^folder-extra \/conversation history$/, ''],
];

function isTold(difference: string, told: ReadonlySet<string>): boolean {
  return TOLD.some(([form, omission]) => form.test(difference) && [...told].some((each) => each.includes(omission)));
}
