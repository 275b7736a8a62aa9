import { expect } from 'vitest';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { foldersOf, getDistinguished, insertFolder } from '../../sandbox/store/folders.ts';
import { itemsIn, moveItem } from '../../sandbox/store/items.ts';
import type { Move } from './pair.ts';
import type { Suite } from './suite.ts';
import { expectWhole } from './suite.ts';

/** Three messages are in it, and one more in a folder below. */
export const NAME = 'Projects';

const isMessage = ({ itemClass }: { itemClass: string }) => itemClass === 'IPM.Note';

/** A mailbox with such a folder, and the ids of it and the Inbox. */
export type Scene = { move: Move; ids: { projects: string; inbox: string } };

export async function beginScene(suite: Suite): Promise<Scene> {
  const move = suite.begin();
  // The mailbox is filled when it is first opened.
  await move.first();
  const { store } = suite.sandbox.source;
  const mailbox = store.mailbox(move.email)!.id;
  const [parent, inbox] = ['msgfolderroot', 'inbox'].map((name) => getDistinguished(store, mailbox, name)!.id);
  const projects = insertFolder(store, mailbox, { parent: parent!, name: NAME, folderClass: 'IPF.Note' });
  const below = insertFolder(store, mailbox, { parent: projects.id, name: 'Below', folderClass: 'IPF.Note' });
  const messages = foldersOf(store, mailbox).flatMap(({ id }) => itemsIn(store, id).filter(isMessage));
  const into = [projects.id, projects.id, projects.id, below.id, inbox!];
  expect(messages.length).toBeGreaterThanOrEqual(into.length);
  for (const [at, folder] of into.entries()) moveItem(store, messages[at]!, folder);
  const folders = await createExchangeSource(move.connect('source')).folders(new AbortController().signal);
  const idOf = (wanted: string) =>
    folders.find(({ name, distinguishedId }) => (distinguishedId ?? name) === wanted)!.id;
  return { move, ids: { projects: idOf(NAME), inbox: idOf('inbox') } };
}

/** Everything but the items of some folders has crossed; a pass that retries brings these as well. */
export async function expectSetAside(
  suite: Suite,
  { move }: Scene,
  paths: string[],
  side: 'source' | 'destination',
): Promise<void> {
  expect(move.results.at(-1)).toMatchObject({ outcome: 'done' });
  const errors = await move.folderErrors();
  expect(errors.map(({ path }) => path).toSorted()).toEqual(paths);
  expect(new Set(errors.map(({ fault }) => fault.side))).toEqual(new Set([side]));
  for (const each of ['source', 'destination'] as const) suite.sandbox[each].side.faults.clear();
  const missing = errors.reduce((sum, { itemCount }) => sum + itemCount, 0);
  expect(missing).toBeGreaterThan(0);
  const { source, destination } = await move.lines();
  expect(destination).toHaveLength(source.length - missing);
  await move.pass('retry-errors');
  await expectWhole(suite, move);
}
