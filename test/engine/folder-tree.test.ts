import { expect, it } from 'vitest';
import { seenFolders } from '../../worker/engine/model/folder-tree.ts';
import type { Folder } from '../../worker/engine/model/item.ts';
import { planFolders } from '../../worker/engine/folders/plan-folders.ts';
import { previewFolders } from '../../worker/features/mailboxes/preview-folders.ts';
import { createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, runPass } from '../fakes/slice-world.ts';

function folder(id: string, parentId: string, name: string, distinguishedId?: string): Folder {
  const count = Number(id.replace(/\D/g, ''));
  return {
    id,
    parentId,
    name,
    folderClass: 'IPF.Note',
    totalCount: count,
    ...(distinguishedId && { distinguishedId }),
  };
}

const SOURCE = [
  folder('s0', '', '', 'msgfolderroot'),
  folder('s1', 's0', 'Posteingang', 'inbox'),
  folder('s2', 's1', 'Alt'),
  folder('s3', 's2', '2019'),
  folder('s4', 's1', 'Altes'),
  folder('s5', 's0', 'Gelöschte Elemente', 'deleteditems'),
  folder('s6', 's5', 'Alt'),
  folder('s7', 'gone', 'Of a parent that is not told'),
  folder('s8', '', 'Top', 'archivemsgfolderroot'),
  folder('s9', 's8', 'Alt'),
];
const DESTINATION = [
  folder('d0', '', '', 'msgfolderroot'),
  folder('d1', 'd0', 'Inbox', 'inbox'),
  folder('d2', '', 'Top', 'archivemsgfolderroot'),
];

it('returns every folder by the path that rules use, and further roots by their own names', () => {
  expect(seenFolders(SOURCE).map(({ shown, plain, itemCount }) => [shown, plain, itemCount])).toEqual([
    ['Posteingang', 'inbox', 1],
    ['Posteingang/Alt', 'inbox/Alt', 2],
    ['Posteingang/Alt/2019', 'inbox/Alt/2019', 3],
    ['Posteingang/Altes', 'inbox/Altes', 4],
    ['Gelöschte Elemente', 'deleteditems', 5],
    ['Gelöschte Elemente/Alt', 'deleteditems/Alt', 6],
    ['Archive Mailbox', 'archivemsgfolderroot', 8],
    ['Archive Mailbox/Alt', 'archivemsgfolderroot/Alt', 9],
  ]);
});

it.each(['Posteingang/Alt', 'inbox', '**/alt', '*/Alt*', 'deleteditems', 'Archive Mailbox', 'Nowhere', 'ALT', '**'])(
  'a preview shows for a pattern what a pass does: %s',
  (pattern) => {
    const rules = { excludedFolders: [pattern] };
    const plan = planFolders(SOURCE, DESTINATION, [], rules);
    const crossing = 'steps' in plan ? plan.steps.flatMap((step) => ('path' in step ? [step.path] : [])) : [];
    const behind = seenFolders(SOURCE).filter(({ shown }) => !crossing.includes(shown));
    const [hits] = previewFolders(rules, [seenFolders(SOURCE)]).excluded;
    expect(hits).toMatchObject({
      folder: pattern,
      folders: behind.length,
      items: behind.reduce((sum, { itemCount }) => sum + itemCount, 0),
      mailboxes: behind.length > 0 ? 1 : 0,
    });
  },
);

it('counts over mailboxes, and names the topmost folders, those of most mailboxes first', () => {
  const one = seenFolders(SOURCE);
  const other = one.filter(({ shown }) => !shown.startsWith('Gel'));
  const { excluded, mapped } = previewFolders(
    {
      excludedFolders: ['**/Alt'],
      folderMapping: [
        { from: 'inbox', to: 'Old/Inbox' },
        { from: 'Posteingang/Alt', to: 'Elsewhere' },
      ],
    },
    [one, other],
  );
  expect(excluded).toEqual([
    {
      folder: '**/Alt',
      folders: 7,
      mailboxes: 2,
      items: 2 * (2 + 3 + 9) + 6,
      examples: [
        { path: 'Posteingang/Alt', mailboxes: 2 },
        { path: 'Archive Mailbox/Alt', mailboxes: 2 },
        { path: 'Gelöschte Elemente/Alt', mailboxes: 1 },
      ],
    },
  ]);
  // What stays behind goes nowhere.
  expect(mapped.map(({ from, folders, items }) => [from, folders, items])).toEqual([
    ['inbox', 4, 10],
    ['Posteingang/Alt', 0, 0],
  ]);
});

it.each(['verify', 'full'] as const)(
  'a %s pass returns the folders of the source, including excluded ones',
  async (type) => {
    const world = createWorld(
      createMemoryMailbox('source', ['Inbox', 'Old']),
      createMemoryMailbox('destination', ['Inbox']),
    );
    const told: string[][] = [];
    await runPass(world, {
      order: { id: 'pass-1', type },
      options: () => ({ excludedFolders: ['Old'] }),
      onFolders: (folders) => void told.push(folders.map(({ shown }) => shown).sort()),
    });
    expect(told).toEqual([['Inbox', 'Old']]);
  },
);
