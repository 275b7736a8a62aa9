import { afterAll, expect, test } from 'vitest';
import { newItem } from '../sandbox/items/model.ts';
import type { ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished, insertFolder } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'anna@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);
const NAMES = ['Deleted Items', 'Calendar', 'Outbox', 'Drafts', 'Projekte'];

let sandbox: Sandbox | undefined;
afterAll(() => sandbox?.close());

test.each<[ProfileName, ProfileName]>([
  ['Exchange2007_SP1', 'Exchange2010_SP2'],
  ['Exchange2010_SP2', 'Exchange2019'],
])(
  'folders of a German mailbox with English names of well-known folders stay folders of their own: %s to %s',
  async (from, to) => {
    await sandbox?.close();
    sandbox = await startSandbox({
      source: { profile: from, mailboxes: [{ email: EMAIL, language: 'de' }] },
      destination: { profile: to, mailboxes: [{ email: EMAIL }] },
    });
    const { store } = sandbox.source;
    const { id } = store.mailbox(EMAIL)!;
    const root = getDistinguished(store, id, 'msgfolderroot')!.id;
    for (const name of NAMES) {
      const folder = insertFolder(store, id, { parent: root, name, folderClass: 'IPF.Note' });
      insertItem(
        store,
        id,
        folder.id,
        Object.assign(newItem('IPM.Note', NOW), { subject: `in ${name}`, messageId: `<${name}@x>` }),
      );
    }
    const passes = mailboxPasses(sandbox, EMAIL);
    const places = () =>
      sandbox!.destination.store
        .sql(
          "select f.name || ': ' || i.subject as line from items i join folders f on f.id = i.folder where i.owner is null",
        )
        .all()
        .map((row) => (row as { line: string }).line)
        .toSorted();
    const there = [
      'Calendar (2): in Calendar',
      'Deleted Items (2): in Deleted Items',
      'Drafts (2): in Drafts',
      'Outbox (2): in Outbox',
      'Projekte: in Projekte',
    ];
    expect((await passes.run()).failed).toEqual([]);
    expect(places()).toEqual(there);
    const { failed, omissions } = await passes.run();
    expect(failed).toEqual([]);
    expect(
      omissions
        .filter((omission) => omission.includes('is called'))
        .map((omission) => /called (.*?), because/.exec(omission)?.[1] ?? '')
        .toSorted(),
    ).toEqual(['Calendar (2)', 'Deleted Items (2)', 'Drafts (2)', 'Outbox (2)']);
    passes.close();
    // Another project finds the same folders.
    const other = mailboxPasses(sandbox, EMAIL);
    expect((await other.run()).failed).toEqual([]);
    other.close();
    expect([...new Set(places())]).toEqual(there);
  },
);
