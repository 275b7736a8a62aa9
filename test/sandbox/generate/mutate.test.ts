import { expect, test } from 'vitest';
import { compareMailboxes } from '../compare/compare.ts';
import { mutateMailbox } from './mutate.ts';
import { call, distinguished, syncBody, textsOf } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';

const SEED = 20261122;
const EMAIL = 'someone@old.example';
const CHANGES = { seed: SEED, new: 25, changed: 20, read: 15, moved: 10, deleted: 12 };

const start = (sizes: boolean): Promise<Sandbox> =>
  startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [
        { email: EMAIL, fill: { seed: SEED, items: 400, ...(sizes ? { sizes: 'mixed-5-100k' as const } : {}) } },
      ],
    },
    destination: { profile: 'Exchange2019' },
  });

/** What a sync of every folder tells: kinds of change, and the states to go on from. */
async function syncAll({ source }: Sandbox, states: Map<string, string>): Promise<Record<string, number>> {
  const told: Record<string, number> = { Create: 0, Update: 0, Delete: 0, ReadFlagChange: 0 };
  const login = source.mailboxes[0];
  if (!login) throw new Error('No mailbox');
  const found = await call(
    source,
    login,
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds>${distinguished('msgfolderroot')}</m:ParentFolderIds></m:FindFolder>`,
  );
  for (const [folder] of found.text.matchAll(/<t:FolderId [^>]*\/>/g))
    for (let isLast = false; !isLast;) {
      // oxlint-disable-next-line no-await-in-loop
      const page = await call(source, login, syncBody(folder, states.get(folder)));
      states.set(folder, textsOf(page, 'SyncState')[0] ?? '');
      isLast = textsOf(page, 'IncludesLastItemInRange')[0] === 'true';
      for (const [, kind] of page.text.matchAll(/<t:(Create|Update|Delete|ReadFlagChange)>/g))
        told[kind as string] = (told[kind as string] ?? 0) + 1;
    }
  return told;
}

test.each([false, true])('a sync tells exactly what was changed (messages made when read: %s)', async (sizes) => {
  process.stdout.write(`seed ${SEED}\n`);
  const [sandbox, twin] = [await start(sizes), await start(sizes)];
  const states = new Map<string, string>();
  expect((await syncAll(sandbox, states))['Create']).toBe(400);
  const { store } = sandbox.source;
  const mutated = mutateMailbox(store, EMAIL, CHANGES);
  const count = Object.fromEntries(Object.entries(mutated).map(([name, rows]) => [name, rows.length]));
  expect({ seed: SEED, ...count }).toEqual(CHANGES);
  expect(await syncAll(sandbox, states)).toEqual({ Create: 35, Update: 20, Delete: 22, ReadFlagChange: 15 });
  expect(await syncAll(sandbox, states)).toEqual({ Create: 0, Update: 0, Delete: 0, ReadFlagChange: 0 });
  expect(compareMailboxes(store, EMAIL, twin.source.store, EMAIL).length).toBeGreaterThan(50);
  mutateMailbox(twin.source.store, EMAIL, CHANGES);
  expect(compareMailboxes(store, EMAIL, twin.source.store, EMAIL)).toEqual([]);
  expect(() => mutateMailbox(store, EMAIL, { seed: 1, deleted: 1000 })).toThrow(RangeError);
  await sandbox.close();
  await twin.close();
});
