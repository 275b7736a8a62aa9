import { expect, test } from 'vitest';
import type { Loose } from './harness.ts';
import { createHarness, signUp } from './harness.ts';

test('filters are kept with the workgroup, by names of their own, and bad ones are refused', async () => {
  const { ask } = await signUp(createHarness());
  const save = (name: string, filter: unknown) => ask('POST', '/api/saved-filters', { body: { name, filter } });
  const failed = await save('Failed', { state: 'attention', q: ' board ' });
  expect(failed).toMatchObject({ status: 201, body: { name: 'Failed', filter: { state: 'attention', q: 'board' } } });
  expect((await save('FAILED', { tag: 'Board' })).body.code).toBe('saved-filter-name-taken');
  const board = await save('Board', { tag: 'Board' });
  for (const filter of [{}, { state: 'nowhere' }, { tag: '' }, { other: 1 }])
    expect((await save('x', filter)).body.code).toBe('validation-failed');
  const path = `/api/saved-filters/${board.body.id}`;
  expect((await ask('PATCH', path, { body: { name: 'failed' } })).body.code).toBe('saved-filter-name-taken');
  expect((await ask('PATCH', path, { body: { name: 'Direction' } })).body).toMatchObject({
    name: 'Direction',
    filter: { tag: 'Board' },
  });
  const names = async () => (await ask('GET', '/api/saved-filters')).body.items.map(({ name }: Loose) => name);
  expect(await names()).toEqual(['Direction', 'Failed']);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect([await names(), (await ask('DELETE', path)).body.code]).toEqual([['Failed'], 'saved-filter-not-found']);
});

test('a workgroup keeps a hundred filters', async () => {
  const { ask } = await signUp(createHarness());
  const save = (index: number) =>
    ask('POST', '/api/saved-filters', { body: { name: `f${index}`, filter: { q: 'a' } } });
  await Promise.all(Array.from({ length: 99 }, async (_, index) => save(index)));
  const last = await Promise.all([save(99), save(100), save(101)]);
  expect(last.filter(({ status }) => status === 201)).toHaveLength(1);
});
