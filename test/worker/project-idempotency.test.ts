import { expect, test } from 'vitest';
import { createHarness, makeProject, signUp } from './harness.ts';

const harness = createHarness();

/** A workgroup, and what adds a project between two of its endpoints. */
async function world() {
  const { ask } = await signUp(harness);
  const { projectId } = await makeProject(ask, 0);
  const { sourceEndpointId, destinationEndpointId } = (await ask('GET', `/api/projects/${projectId}`)).body;
  const body = { name: 'Fjord', sourceEndpointId, destinationEndpointId };
  const add = (key: string | undefined, changes: object = {}) =>
    ask('POST', '/api/projects', {
      body: { ...body, ...changes },
      ...(key && { headers: { 'idempotency-key': key } }),
    });
  const count = async () => (await ask('GET', '/api/projects?archived=all')).body.items.length as number;
  return { ask, add, count };
}

test('a repeated key returns the same project, as it is now, also to requests at the same time', async () => {
  const { ask, add, count } = await world();
  const before = await count();
  const answers = await Promise.all([add('k1'), add('k1'), add('k1')]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  const [id, ...others] = new Set(answers.map(({ body }) => body.id as string));
  expect([others, await count()]).toEqual([[], before + 1]);
  await ask('PATCH', `/api/projects/${id!}`, { body: { name: 'Renamed' } });
  const again = await add('k1');
  expect([again.status, again.body.id, again.body.name]).toEqual([201, id, 'Renamed']);
  expect([again.headers.get('idempotency-replayed'), await count()]).toEqual(['true', before + 1]);
  // Without a key, each request adds one; nothing is said of a replay.
  expect((await add(undefined)).headers.get('idempotency-replayed')).toBeNull();
  expect(await count()).toBe(before + 2);
});

test('a key of another request is refused with a cause and a remedy', async () => {
  const { add, count } = await world();
  await add('k1');
  const before = await count();
  expect(await add('k1', { name: 'Other' })).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused', cause: expect.any(String), remedy: expect.any(String) },
  });
  expect(await add('k1', { options: { deletions: 'remove' } })).toMatchObject({ status: 422 });
  expect(await add('')).toMatchObject({ status: 201 });
  expect(await add('k'.repeat(201))).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
  expect(await count()).toBe(before + 1);
});

test('a key is of its workgroup', async () => {
  const [ours, theirs] = [await world(), await world()];
  const made = await ours.add('k1');
  const other = await theirs.add('k1');
  expect([other.status, other.headers.get('idempotency-replayed')]).toEqual([201, null]);
  expect(other.body.id).not.toBe(made.body.id);
});

test('a failed request keeps no key', async () => {
  const { add } = await world();
  expect((await add('k1', { sourceEndpointId: 'end_none' })).status).toBe(404);
  expect((await add('k1')).status).toBe(201);
});
