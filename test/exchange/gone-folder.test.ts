import { afterEach, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished, insertFolder, removeFolder } from '../sandbox/store/folders.ts';
import { itemsIn, moveItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const SEED = 47;
const MOVED = 5;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** People clear out a folder: they move what they want to keep, and delete the folder with the rest. */
test.each([
  ['Exchange2007_SP1', 'keep'],
  ['Exchange2016', 'keep'],
  ['Exchange2016', 'remove'],
] as const)(
  'what was moved out of a folder that then was deleted is there once (%s, %s)',
  async (from: ProfileName, deletions) => {
    process.stdout.write(`gone folder seed ${SEED}\n`);
    sandbox = await startSandbox({
      source: { profile: from, mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 60 } }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
    });
    const { store } = sandbox.source;
    const mailbox = store.mailbox(EMAIL)!.id;
    const parent = getDistinguished(store, mailbox, 'msgfolderroot')!.id;
    const inbox = getDistinguished(store, mailbox, 'inbox')!.id;
    const old = insertFolder(store, mailbox, { parent, name: 'To be cleared', folderClass: 'IPF.Note' });
    for (const item of itemsIn(store, inbox).slice(0, MOVED + 3)) moveItem(store, item, old.id);
    const passes = mailboxPasses(sandbox, EMAIL);
    await passes.run({ deletions });

    const items = itemsIn(store, old.id);
    expect(items).toHaveLength(MOVED + 3);
    for (const item of items.slice(0, MOVED)) moveItem(store, item, inbox);
    removeFolder(store, old);
    const { failed } = await passes.run({ deletions });
    expect(failed).toEqual([]);

    const levels = { from: PROFILES[from].level, to: PROFILES.Exchange2019.level };
    const found = compareMailboxes(store, EMAIL, sandbox.destination.store, EMAIL, { levels });
    const told = found.map(describeDifference);
    const folder = 'folder-extra /to be cleared';
    // The folder stays; what was deleted with it stays in it, or goes into Deleted Items.
    const kept = deletions === 'keep' ? 'extra /to be cleared IPM.Note' : 'extra deleteditems IPM.Note';
    expect(told.toSorted()).toEqual([kept, kept, kept, folder]);
    expect(sandbox.destination.stats().outgoing).toBe(0);
    passes.close();
  },
  60_000,
);
