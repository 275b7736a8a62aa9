import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { permissionsOf, setPermission } from '../sandbox/store/permissions.ts';
import { delegatesOf, saveRule, rulesOf, setDelegate } from '../sandbox/store/settings.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const SEED = Number(process.env.SEED ?? 44);
const EDITOR = 0x47b;

let sandbox: Sandbox;
let mailferry: Mailferry;

/** Ann and Eve move, Eve under another name; Carl has no mailbox on the new server. */
beforeAll(async () => {
  process.stdout.write(`settings: seed ${String(SEED)}\n`);
  const fill = { seed: SEED, items: 12 };
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2007_SP1',
      mailboxes: [
        { email: 'ann@old.example', fill },
        { email: 'eve@old.example', fill },
        { email: 'carl@old.example' },
      ],
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: ['ann', 'eve.adams', 'other'].map((name) => ({ email: `${name}@new.example` })),
    },
  });
  const { store } = sandbox.source;
  const ann = store.mailbox('ann@old.example')!.id;
  const inbox = getDistinguished(store, ann, 'inbox')!.id;
  setPermission(store, inbox, 'eve@old.example', EDITOR);
  setDelegate(store, ann, { user: 'eve@old.example', receivesCopies: true, viewsPrivate: false });
  setDelegate(store, ann, { user: 'nobody@old.example', receivesCopies: false, viewsPrivate: false });
  saveRule(store, ann, { priority: 1, fields: { DisplayName: 'R', IsEnabled: 'true' } });
  setPermission(store, inbox, 'nobody@old.example', EDITOR);
  mailferry = await startMailferry();
});

afterAll(async () => {
  await mailferry?.close();
  await sandbox?.close();
});

type Omission = { kind: string; name: string; code: string; cause: string; remedy: string };

it('a full pass copies the settings of a mailbox, and the API lists the omissions', async () => {
  const projectId = await createMigration(mailferry, sandbox);
  await startPass(mailferry, projectId, 'full');
  const mailboxes = await waitForPass(mailferry, projectId);
  expect(mailboxes.map(({ failure }) => failure)).toEqual([null, null, null]);

  const { store } = sandbox.destination;
  const ann = store.mailbox('ann@new.example')!.id;
  expect(permissionsOf(store, getDistinguished(store, ann, 'inbox')!.id)).toContainEqual({
    user: 'eve.adams@new.example',
    rights: EDITOR,
  });
  expect(delegatesOf(store, ann).map(({ user }) => user)).toEqual(['eve.adams@new.example']);
  expect(rulesOf(store, ann)).toEqual([]);
  expect(sandbox.source.stats().writes).toEqual({});

  const { items } = await mailferry.call<{ items: Omission[] }>('GET', `/api/mailboxes/${mailboxes[0]!.id}/losses`);
  const settings = items.filter(({ kind }) => kind !== 'item');
  expect(settings.map(({ kind, name, code }) => `${kind} | ${name} | ${code}`).toSorted()).toEqual([
    'categories |  | version-too-old',
    'permissions | Inbox (nobody@old.example) | ErrorInvalidUserSid',
    'rules |  | version-too-old',
  ]);
  for (const { cause, remedy } of settings) expect([cause, remedy]).toEqual([expect.any(String), expect.any(String)]);
});
