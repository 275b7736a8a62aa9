import { expect, test } from 'vitest';
import { listFolderTrees, putFolderTree } from '../../worker/features/mailboxes/folder-tree-store.ts';
import type { SeenFolder } from '../../worker/lib/folder-rules.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const tree = (...paths: string[]): SeenFolder[] =>
  paths.map((path) => ({ shown: path, plain: path.replace(/^Inbox/, 'inbox'), itemCount: 10 }));

async function prepare(mailboxes: number) {
  const harness = createHarness();
  const { ask, workgroupId } = await signUp(harness);
  const { projectId, mailboxIds } = await makeProject(ask, mailboxes);
  const keep = (at: number, folders: SeenFolder[]) =>
    putFolderTree(harness.deps.db, workgroupId, String(mailboxIds[at]), folders, 1);
  const preview = async (body: object) => {
    const answer = await ask('POST', `/api/projects/${projectId}/folder-rules/preview`, { body });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  return { harness, ask, workgroupId, projectId, keep, preview };
}

test('folder rules are seen before they are saved: what each fits, and in how many of the mailboxes', async () => {
  const { ask, projectId, keep, preview } = await prepare(3);
  const excludedFolders = ['Inbox/Old', '**/Spam', 'Inbx'];
  const none = { folders: 0, mailboxes: 0, items: 0, examples: [] };
  expect(await preview({ excludedFolders })).toEqual({
    mailboxes: { all: 3, known: 0, looked: 0 },
    excluded: excludedFolders.map((folder) => ({ folder, ...none })),
    mapped: [],
  });

  await keep(0, tree('Inbox', 'Inbox/Old', 'Inbox/Old/2019', 'Spam'));
  await keep(2, tree('Inbox', 'Inbox/Old'));
  expect(await preview({ excludedFolders, folderMapping: [{ from: 'inbox', to: 'Old inbox' }] })).toMatchObject({
    mailboxes: { all: 3, known: 2, looked: 2 },
    excluded: [
      { folder: 'Inbox/Old', folders: 3, mailboxes: 2, items: 30, examples: [{ path: 'Inbox/Old', mailboxes: 2 }] },
      { folder: '**/Spam', folders: 1, mailboxes: 1, items: 10 },
      { folder: 'Inbx', ...none },
    ],
    mapped: [{ from: 'inbox', to: 'Old inbox', folders: 2, mailboxes: 2 }],
  });

  // Without rules in the request, those of the project.
  await ask('PATCH', `/api/projects/${projectId}`, { body: { options: { excludedFolders: ['Spam'] } } });
  expect((await preview({})).excluded).toMatchObject([{ folder: 'Spam', folders: 1 }]);
});

test('what a later pass sees takes the place of what was seen before', async () => {
  const { keep, preview } = await prepare(1);
  await keep(0, tree('Inbox', 'Inbox/Old'));
  await keep(0, tree('Inbox'));
  expect((await preview({ excludedFolders: ['Inbox/Old'] })).excluded).toMatchObject([{ folders: 0 }]);
});

test('looks at as many mailboxes as it has time for, and says so', async () => {
  const { harness, workgroupId, projectId, keep } = await prepare(45);
  for (let at = 0; at < 45; at++) await keep(at, tree('Inbox', `Own ${at}`));
  const read = (max: number) => listFolderTrees(harness.deps.db, workgroupId, projectId, max);
  expect((await read(1_000)).map((folders) => folders[1]?.shown)).toEqual(
    Array.from({ length: 45 }, (_, at) => `Own ${at}`),
  );
  expect((await read(50)).length).toBe(25);
  expect((await read(51)).length).toBe(26);
});
