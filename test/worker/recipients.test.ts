import { expect, test } from 'vitest';
import { createHarness, makeProject, signUp } from './harness.ts';

const recipientMapping = [
  { from: '@old.example', to: '@new.example' },
  { from: 'boss@old.example', to: 'chief@group.example' },
];

test('a mapping is seen before it is used, and tells on what it takes effect', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const preview = async (body: object) =>
    (await ask('POST', `/api/projects/${projectId}/recipient-mapping/preview`, { body })).body;
  const addresses = ['Ann@OLD.example', 'boss@old.example', 'x@other.example'];

  expect(await preview({ addresses })).toMatchObject({ appliesTo: 'nothing', places: { rewritten: [], kept: [] } });
  expect(await preview({ addresses, recipientMapping })).toMatchObject({
    appliesTo: 'some-items',
    addresses: [
      { from: 'Ann@OLD.example', to: 'Ann@new.example', isChanged: true },
      { from: 'boss@old.example', to: 'chief@group.example', isChanged: true },
      { from: 'x@other.example', to: 'x@other.example', isChanged: false },
    ],
  });

  const set = async (options: object) =>
    (await ask('PATCH', `/api/projects/${projectId}`, { body: { options } })).status;
  // What is not saved yet is seen, too.
  expect(await preview({ addresses, recipientMapping, rewriteAddresses: true })).toMatchObject({
    appliesTo: 'every-item',
  });
  expect(await set({ recipientMapping, rewriteAddresses: true })).toBe(200);
  const every = await preview({ addresses });
  expect(every).toMatchObject({ appliesTo: 'every-item' });
  expect(every.places.rewritten.join()).toMatch(/contact.*distribution lists/);
  expect(every.places.kept.join()).toMatch(/attached to other items.*X500.*export and upload/);
  expect(await set({ recipientMapping, copyPaths: ['transfer'] })).toBe(200);
  const told = await preview({ addresses });
  expect(told.appliesTo).toBe('nothing');
  expect(told.note).toContain('export and upload');
});

test('rules that fit nothing are refused', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 1);
  const options = { recipientMapping: [{ from: '@old.example', to: 'ann@new.example' }] };
  const answer = await ask('PATCH', `/api/projects/${projectId}`, { body: { options } });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(JSON.stringify(answer.body)).toContain('Enter two addresses, or two domains');
});

test("another workgroup's project shows no preview", async () => {
  const harness = createHarness();
  const owner = await signUp(harness);
  const { projectId } = await makeProject(owner.ask, 1);
  const other = await signUp(harness);
  const path = `/api/projects/${projectId}/recipient-mapping/preview`;
  expect((await other.ask('POST', path, { body: { addresses: ['a@b.example'] } })).status).toBe(404);
});
