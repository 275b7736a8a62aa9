import { expect, test } from 'vitest';
import { foldersDeep, folderCounts, getDistinguished, insertFolder } from '../sandbox/store/folders.ts';
import type { SandboxSide } from '../sandbox/sandbox.ts';
import { ANN, ANN_THERE, briefly, SEED, startPair } from './passes-kit.ts';

const OPTIONS = { archive: true, recoverableItems: true };

/** Folders below a root by their path, with how much is in each. */
function contentsOf(side: SandboxSide, email: string, root: string): Record<string, number> {
  const { id } = side.store.mailbox(email)!;
  const top = getDistinguished(side.store, id, root);
  if (!top) return {};
  const paths = new Map([[top.id, '']]);
  const contents: Record<string, number> = {};
  for (const folder of [top, ...foldersDeep(side.store, top.id)]) {
    const path = folder.id === top.id ? '' : `${paths.get(folder.parent) ?? ''}/${folder.name}`;
    paths.set(folder.id, path);
    const { total } = folderCounts(side.store, folder.id);
    if (total > 0) contents[path] = total;
  }
  return contents;
}

test('the archive is copied into the archive, and recoverable items stay recoverable, without duplicates', async () => {
  process.stdout.write(`archive: sandbox seed ${SEED}\n`);
  const ann = { archive: true, fill: { seed: SEED, items: 4, archived: 9, recoverable: 6 } };
  const { source, destination, pass } = await startPair('Exchange2010_SP2', 'Exchange2019', ann, { archive: true });
  const before = contentsOf(source, ANN, 'archivemsgfolderroot');
  expect(Object.values(before).reduce((sum, count) => sum + count, 0)).toBe(9);

  const { result, omissions } = await pass(OPTIONS);
  expect(result.outcome).toBe('done');
  expect(briefly(omissions)).toEqual([]);
  expect(contentsOf(destination, ANN_THERE, 'archivemsgfolderroot')).toEqual(before);
  const recoverable = contentsOf(source, ANN, 'recoverableitemsdeletions');
  expect(recoverable).toEqual({ '': 2 });
  expect(contentsOf(destination, ANN_THERE, 'recoverableitemsdeletions')).toEqual(recoverable);
  const paths = result.outcome === 'done' ? result.folders.map(({ path }) => path) : [];
  expect(paths).toEqual(expect.arrayContaining(['Archive Mailbox/2019', 'Recoverable Items']));

  await pass(OPTIONS);
  expect(contentsOf(destination, ANN_THERE, 'archivemsgfolderroot')).toEqual(before);
  expect(contentsOf(destination, ANN_THERE, 'recoverableitemsdeletions')).toEqual(recoverable);
});

test('without the options neither is read', async () => {
  const ann = { archive: true, fill: { seed: SEED, items: 4, archived: 3, recoverable: 3 } };
  const { destination, pass } = await startPair('Exchange2013', 'Exchange2016', ann, { archive: true });
  const { omissions } = await pass();
  expect(briefly(omissions)).toEqual([]);
  expect(contentsOf(destination, ANN_THERE, 'archivemsgfolderroot')).toEqual({});
  expect(contentsOf(destination, ANN_THERE, 'recoverableitemsdeletions')).toEqual({});
});

test('a destination without an archive is reported, and all else is copied; a rule may map the archive elsewhere', async () => {
  const ann = { archive: true, fill: { seed: SEED, items: 4, archived: 3 } };
  const { source, destination, pass } = await startPair('Exchange2010_SP2', 'Exchange2016', ann);
  const first = await pass(OPTIONS);
  expect(first.result.outcome).toBe('done');
  expect(briefly(first.omissions)).toEqual(['archive |  | no-archive']);
  expect(contentsOf(destination, ANN_THERE, 'inbox')).toEqual(contentsOf(source, ANN, 'inbox'));

  const { omissions } = await pass({ ...OPTIONS, folderMapping: [{ from: 'Archive Mailbox', to: 'Old archive' }] });
  expect(briefly(omissions)).toEqual([]);
  const moved = Object.entries(contentsOf(destination, ANN_THERE, 'msgfolderroot')).filter(([path]) =>
    path.startsWith('/Old archive/'),
  );
  const wanted = contentsOf(source, ANN, 'archivemsgfolderroot');
  expect(Object.fromEntries(moved)).toEqual(
    Object.fromEntries(Object.entries(wanted).map(([path, count]) => [`/Old archive${path}`, count])),
  );
});

test('2007 does not give access to recoverable items, and that is reported', async () => {
  const { pass } = await startPair('Exchange2007_SP1', 'Exchange2013');
  const { result, omissions } = await pass({ ...OPTIONS, settings: { rules: false, categories: false } });
  expect(result.outcome).toBe('done');
  expect(briefly(omissions)).toEqual(['recoverable-items |  | no-recoverable-items']);
});

test('hidden folders stay hidden, with their class', async () => {
  const { source, destination, pass } = await startPair('Exchange2013', 'Exchange2019');
  const { id } = source.store.mailbox(ANN)!;
  const parent = getDistinguished(source.store, id, 'msgfolderroot')!.id;
  const make = (name: string, folderClass: string) =>
    insertFolder(source.store, id, { parent, name, folderClass, isHidden: true });
  make('Quick Step Settings', 'IPF.Configuration');
  make('Files', 'IPF.Files');
  await pass();
  const root = getDistinguished(destination.store, destination.store.mailbox(ANN_THERE)!.id, 'msgfolderroot')!;
  const there = foldersDeep(destination.store, root.id).filter(({ parent: above }) => above === root.id);
  expect(there.find(({ name }) => name === 'Quick Step Settings')).toMatchObject({
    folderClass: 'IPF.Configuration',
    isHidden: true,
  });
  expect(there.some(({ name }) => name === 'Files')).toBe(false);
});
