import { expect, it } from 'vitest';
import { addItem, createMemoryMailbox, editItem, moveItem, removeItem } from '../fakes/memory-mailbox.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import { createWorld, linesOf, runPass, sliceDeps } from '../fakes/slice-world.ts';

const FOLDERS = ['Inbox', 'Sent', 'Projects', 'Old'];
const options = () => ({ deletions: 'remove' as const });

function startWorld(): { world: World; source: MemoryMailbox; ids: string[] } {
  const source = createMemoryMailbox('source', FOLDERS);
  const ids = FOLDERS.flatMap((folder) =>
    [1, 2].map((n) =>
      addItem(source, `source-${folder}`, { subject: `${folder} ${n}`, messageId: `<${n}@${folder}>` }, 'x'),
    ),
  );
  return { world: createWorld(source, createMemoryMailbox('destination', FOLDERS)), source, ids };
}

/** Once, as soon as this folder has been read, and before any other that is read later. */
function whenRead(source: MemoryMailbox, folder: string, happen: () => void): void {
  let isOpen = true;
  source.hook = (call, phase, [id]) => {
    if (!isOpen || call !== 'changes' || phase !== 'after' || id !== `source-${folder}`) return;
    isOpen = false;
    happen();
  };
}

const removals = ({ destination }: World) => destination.calls.filter((name) => name === 'remove').length;

it.each(FOLDERS.flatMap((to) => FOLDERS.filter((from) => from !== to).map((from) => [from, to] as const)))(
  'an item that moves from %s to %s after that folder was read is not a deletion',
  async (from, to) => {
    const { world, source, ids } = startWorld();
    await runPass(world, { options });
    whenRead(source, to, () => void moveItem(source, ids[FOLDERS.indexOf(from) * 2]!, `source-${to}`));
    await runPass(world, { options });
    expect(removals(world)).toBe(0);
    await runPass(world, { options });
    expect(linesOf(world.destination)).toEqual(linesOf(source));
    expect(removals(world)).toBe(0);
    world.ledger.close();
  },
);

const reads = ({ source }: World) => source.calls.filter((name) => name === 'read').length;

it('what was edited twice within a second, was read in between, and was moved, is copied again', async () => {
  const { world, source, ids } = startWorld();
  editItem(source, ids[0]!, { content: 'first' });
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  editItem(source, ids[0]!, { content: 'other' });
  moveItem(source, ids[0]!, 'source-Old');
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  world.ledger.close();
});

it('what was edited long before it was read, and was moved since, is moved and not read again', async () => {
  const { world, source, ids } = startWorld();
  editItem(source, ids[0]!, { content: 'first' });
  world.clock.now += 3_600_000;
  await runPass(world, { options });
  const before = reads(world);
  moveItem(source, ids[0]!, 'source-Old');
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  expect(reads(world)).toBe(before);
  world.ledger.close();
});

it('a deletion costs one more read of the folders that were read before it was seen, and is applied', async () => {
  const { world, source, ids } = startWorld();
  await runPass(world, { options });
  removeItem(source, ids.at(-1)!);
  source.calls.length = 0;
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  expect(source.calls.filter((name) => name === 'changes').length).toBeLessThanOrEqual(2 * (FOLDERS.length + 1));
  world.ledger.close();
});

it('if people keep deleting during the check, the deletions wait for another pass', async () => {
  const { world, source, ids } = startWorld();
  await runPass(world, { options });
  removeItem(source, ids[0]!);
  let left = 30;
  source.hook = (call, phase) => {
    if (call !== 'changes' || phase !== 'before' || left-- <= 0) return;
    removeItem(source, addItem(source, 'source-Old', { subject: `passing ${left}` }, 'y'));
  };
  expect(await runPass(world, { options })).toMatchObject({ outcome: 'done' });
  source.hook = () => {};
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  world.ledger.close();
});

const contentsOf = ({ items }: MemoryMailbox) => [...items.values()].map(({ content }) => content).toSorted();

it('an item that moved out of a folder whose watermark a crash lost is not copied twice', async () => {
  const { world, source, ids } = startWorld();
  const deps = sliceDeps(world);
  // The first copies are across when the slice dies, before any folder's watermark is written.
  deps.watermarks.put = () => Promise.reject(new Error('the process died'));
  expect((await runSlice(deps)).outcome).toBe('wait');
  expect([world.watermarks.size, world.destination.items.size]).toEqual([0, ids.length]);
  moveItem(source, ids[0]!, 'source-Old');
  await runPass(world);
  expect(contentsOf(world.destination)).toEqual(contentsOf(source));
  world.ledger.close();
});

it('a crash between the reading of the folders and the search for moves makes no second copy', async () => {
  const { world, source, ids } = startWorld();
  await runPass(world);
  moveItem(source, moveItem(source, ids[0]!, 'source-Old')!, 'source-Inbox');
  const deps = sliceDeps({ ...world, pass: 'pass-3' });
  deps.ledger.pairMoves = () => Promise.reject(new Error('the process died'));
  expect((await runSlice(deps)).outcome).toBe('wait');
  await runPass(world);
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  world.ledger.close();
});

it('a full read of a folder ends with its last page, even if it is empty', async () => {
  const { world, source, ids } = startWorld();
  source.pageSize = 1;
  await runPass(world, { options });
  source.era += 1;
  removeItem(source, ids[1]!);
  await runPass(world, { options });
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  world.ledger.close();
});
