import { expect, test } from 'vitest';
import { createHarness, makeProject, signUp } from './harness.ts';

async function openProject() {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const path = `/api/projects/${projectId}`;
  const change = (options: object, headers: Record<string, string> = {}) =>
    ask('PATCH', path, { body: { options }, headers });
  return { read: async () => (await ask('GET', path)).body, change };
}

test('whoever saved first is not overwritten', async () => {
  const { read, change } = await openProject();
  const { updatedAt } = await read();
  const seen = { 'if-match': `"${String(updatedAt)}"` };
  const first = await change({ maximumErrors: 10 }, seen);
  expect(first.status).toBe(200);
  expect(first.body.updatedAt).not.toBe(updatedAt);
  const second = await change({ maximumErrors: 20 }, seen);
  expect([second.status, second.body.code]).toEqual([412, 'project-changed']);
  expect((await read()).options).toEqual({ maximumErrors: 10 });
  expect((await change({}, { 'if-match': `"${String(first.body.updatedAt)}"` })).status).toBe(200);
  expect((await change({ maximumErrors: 30 })).status).toBe(200);
});

test.each([
  ['options.maximumErrors', { maximumErrors: 0 }, '1,000,000'],
  ['options.maximumConcurrentMigrations', { maximumConcurrentMigrations: 1.5 }, '1 to 1000'],
  ['options.excludedFolders[1]', { excludedFolders: ['Inbox', ' '] }, 'The folder is missing'],
  ['options.folderMapping[0].to', { folderMapping: [{ from: 'Inbox', to: '' }] }, 'The folder is missing'],
  ['options.recipientMapping[0].to', { recipientMapping: [{ from: '@a.example', to: '' }] }, 'Enter two addresses'],
  ['options.itemKinds', { itemKinds: [] }, 'Leave at least one'],
  ['options.copyPaths', { copyPaths: ['transfer'], rewriteAddresses: true }, 'cannot rewrite'],
  ['options.until', { from: '2026-02-01T00:00:00Z', until: '2026-02-01T01:00:00+01:00' }, 'later end'],
])('says at %s what is wrong and what to do', async (path, options, words) => {
  const { read, change } = await openProject();
  const { status, body } = await change(options);
  expect([status, body.code]).toEqual([422, 'validation-failed']);
  const errors = body.errors as { path: string; message: string }[];
  expect(errors.map((error) => error.path)).toContain(path);
  expect(errors.find((error) => error.path === path)?.message).toContain(words);
  expect((await read()).options).toEqual({});
});

test.each(['********zz', '**/a/**/b/**/c/**/d/**/e/**/f/**/g', '*a*a*a*a*a*a*b'])(
  'refuses a pattern with more wildcards than anybody needs: %s',
  async (pattern) => {
    const { change } = await openProject();
    const { status, body } = await change({ excludedFolders: ['Inbox', pattern] });
    expect([status, body.code]).toEqual([422, 'validation-failed']);
    expect(body.errors).toMatchObject([
      { path: 'options.excludedFolders[1]', message: expect.stringContaining('6 wildcards') },
    ]);
    expect((await change({ excludedFolders: ['**/*a*/*b*/**'] })).status).toBe(200);
  },
);
