import { expect, it } from 'vitest';
import { runSlice } from '../../worker/engine/slice.ts';
import { addItem, createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, linesOf, sliceDeps } from '../fakes/slice-world.ts';

const FOLDERS = 60;
/** One after the other they take far longer than a slice has. */
const CALL_MS = 2_000;

it('reads each folder to its end once in a pass, however many slices that takes', async () => {
  const names = Array.from({ length: FOLDERS }, (_, index) => `Folder ${index}`);
  const source = createMemoryMailbox('source', names);
  for (const folder of source.folders.slice(1)) addItem(source, folder.id, { subject: folder.name }, 'content');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  source.hook = (call, phase) => {
    if (call === 'changes' && phase === 'before') world.clock.now += CALL_MS;
  };
  let slices = 0;
  for (let outcome = ''; outcome !== 'done'; slices++) {
    expect(slices).toBeLessThan(12);
    ({ outcome } = await runSlice(sliceDeps(world)));
  }
  expect(slices).toBeGreaterThan(2);
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  const calls = source.calls.filter((name) => name === 'changes').length;
  // A slice that ends in the middle of a folder reads its last page again.
  expect(calls).toBeLessThanOrEqual(FOLDERS + 1 + 2 * slices);
  world.ledger.close();
});
