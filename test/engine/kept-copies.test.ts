import { expect, it } from 'vitest';
import { addItem, createMemoryMailbox, editItem, removeItem } from '../fakes/memory-mailbox.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';
import type { World } from '../fakes/slice-world.ts';

const options = () => ({ deletions: 'remove' as const });

async function unlisted(world: World) {
  const { omissions, recovered } = await world.ledger.lease(world.lease).unlistedOmissions(10);
  await world.ledger.lease(world.lease).omissionsListed([...omissions.map(({ key }) => key), ...recovered]);
  return { codes: omissions.map(({ code, name }) => `${name} ${code}`), recovered: recovered.length };
}

it('a copy that was changed at the destination is kept and listed when its item is deleted at the source', async () => {
  const source = createMemoryMailbox('source', ['Inbox']);
  const ids = ['kept', 'gone'].map((subject) => addItem(source, 'source-Inbox', { subject }, 'x'));
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  await runPass(world, { options });
  const copy = [...world.destination.items.values()].find(({ subject }) => subject === 'kept')!;
  editItem(world.destination, copy.id, { content: 'mine' });
  for (const id of ids) removeItem(source, id);
  addItem(source, 'source-Inbox', { subject: 'new' }, 'y');
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(['Inbox|kept|mine|', 'Inbox|new|y|']);
  expect(await unlisted(world)).toEqual({ codes: ['Inbox deleted-copy-kept'], recovered: 0 });
  await runPass(world, { options });
  expect(await unlisted(world)).toEqual({ codes: [], recovered: 0 });
  // Its owner has no use for it: the next pass sees that it is gone.
  removeItem(world.destination, copy.id);
  await runPass(world, { options });
  expect(await unlisted(world)).toEqual({ codes: [], recovered: 1 });
  world.ledger.close();
});
