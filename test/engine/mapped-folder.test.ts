import { expect, it } from 'vitest';
import { runSlice } from '../../worker/engine/slice.ts';
import { addItem, createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, sliceDeps } from '../fakes/slice-world.ts';

const OPTIONS = { folderMapping: [{ from: 'Letters', to: 'Archive/From before/Letters' }] };

it('fills a mapped folder below one that already exists at the destination', async () => {
  const source = createMemoryMailbox('source', ['Inbox', 'Letters']);
  addItem(source, 'source-Letters', { subject: 'one' }, 'content');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox', 'Archive']));
  const result = await runSlice({ ...sliceDeps(world), options: () => OPTIONS });
  expect(result).toMatchObject({ outcome: 'done', summary: { copied: { count: 1 } } });
  const names = new Map(world.destination.folders.map(({ id, name }) => [id, name]));
  const folders = world.destination.folders.map(({ parentId, name }) => `${names.get(parentId)}/${name}`);
  expect(folders).toEqual(expect.arrayContaining(['Archive/From before', 'From before/Letters']));
  expect(world.destination.items.size).toBe(1);
  world.ledger.close();
});
