import { expect, it } from 'vitest';
import { runSlice } from '../../worker/engine/slice.ts';
import { addItem, createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, linesOf, sliceDeps } from '../fakes/slice-world.ts';

const FOLDERS = 60;
/** One after the other they take far longer than a slice has. */
const CALL_MS = 2_000;

it('creates folders within the time of a slice, and continues in the next one', async () => {
  const names = Array.from({ length: 3 * FOLDERS }, (_, index) => `Folder ${index}`);
  const source = createMemoryMailbox('source', names);
  const below = names.slice(0, FOLDERS).map((name) => ({ name: `Below ${name}`, id: `below ${name}` }));
  for (const { id, name } of below)
    source.folders.push({ id, parentId: 'source-Folder 7', name, folderClass: 'IPF.Note', totalCount: 0 });
  addItem(source, below[0]!.id, { subject: 'deep' }, 'content');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  let longestMs = 0;
  world.destination.hook = (call, phase) => {
    if (call === 'createFolders' && phase === 'before') world.clock.now += 25_000;
  };
  let slices = 0;
  for (let outcome = ''; outcome !== 'done'; slices++) {
    expect(slices).toBeLessThan(12);
    const startedAt = world.clock.now;
    ({ outcome } = await runSlice(sliceDeps(world)));
    longestMs = Math.max(longestMs, world.clock.now - startedAt);
  }
  // Twelve requests, of which each slice begins as many as its minute has room for; the fifth copies.
  expect(slices).toBe(5);
  expect(longestMs).toBeLessThan(90_000);
  expect(world.destination.calls.filter((name) => name === 'createFolders')).toHaveLength(12);
  const made = world.destination.folders.map(({ parentId, name }) => `${parentId}/${name}`);
  expect(new Set(made).size).toBe(made.length);
  expect(linesOf(world.destination)).toEqual(linesOf(source));
  world.ledger.close();
});

it('stops between two requests that make folders', async () => {
  const names = Array.from({ length: FOLDERS }, (_, index) => `Folder ${index}`);
  const world = createWorld(createMemoryMailbox('source', names), createMemoryMailbox('destination', ['Inbox']));
  const stop = new AbortController();
  world.destination.hook = (call) => {
    if (call === 'createFolders') stop.abort();
  };
  expect(await runSlice({ ...sliceDeps(world), stop: stop.signal })).toMatchObject({ outcome: 'stopped' });
  // Two of three had begun.
  expect(world.destination.calls.filter((name) => name === 'createFolders')).toHaveLength(2);
  world.ledger.close();
});

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

it('writes the watermarks of many small folders together, before it treats them as read', async () => {
  const names = Array.from({ length: FOLDERS }, (_, index) => `Folder ${index}`);
  const source = createMemoryMailbox('source', names);
  for (const folder of source.folders.slice(1)) addItem(source, folder.id, { subject: folder.name }, 'content');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const deps = sliceDeps(world);
  const put = deps.watermarks.put.bind(deps.watermarks);
  let writes = 0;
  deps.watermarks.put = async (entries) => {
    writes += 1;
    await put(entries);
  };
  const foldersRead = deps.ledger.foldersRead.bind(deps.ledger);
  const early: string[] = [];
  deps.ledger.foldersRead = async (ids) => {
    early.push(...ids.filter((id) => !world.watermarks.has(id)));
    await foldersRead(ids);
  };
  expect((await runSlice(deps)).outcome).toBe('done');
  expect(world.watermarks.size).toBe(source.folders.length);
  expect(early).toEqual([]);
  expect(writes).toBeLessThanOrEqual(FOLDERS / 12 + 1);
  world.ledger.close();
});
