import { expect, it } from 'vitest';
import { addFolder, addItem, createMemoryMailbox, pathOf } from '../fakes/memory-mailbox.ts';
import { createWorld, runPass } from '../fakes/slice-world.ts';

it('places folders that moved apart, though a slice is cut off between the two', async () => {
  const source = createMemoryMailbox('source', ['Inbox', 'Left', 'Right']);
  const outer = addFolder(source, 'source-Left', 'Outer');
  const inner = addFolder(source, outer.id, 'Inner');
  addItem(source, outer.id, { subject: 'outer' }, 'outer');
  addItem(source, inner.id, { subject: 'inner' }, 'inner');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  expect(await runPass(world)).toMatchObject({ outcome: 'done' });

  // One goes into an existing folder, the other into one that must be created first.
  outer.parentId = 'source-Right';
  inner.parentId = addFolder(source, 'source-Left', 'New').id;
  world.destination.hook = (call, phase) => {
    if (call === 'placeFolder' && phase === 'after') world.clock.now += 60_000;
  };
  expect(await runPass(world)).toMatchObject({ outcome: 'done' });
  const paths = [...world.destination.items.values()].map(
    ({ folderId, content }) => `${pathOf(world.destination, folderId)}: ${content}`,
  );
  expect(paths.toSorted()).toEqual(['Left/New/Inner: inner', 'Right/Outer: outer']);
  world.ledger.close();
});
