import { expect, test } from 'vitest';
import { sampleOf } from '../sample.ts';
import type { Effect } from '../sandbox/faults/rule.ts';
import { setPermission } from '../sandbox/store/permissions.ts';
import { delegatesOf, getSetting, rulesOf, saveRule, setDelegate, setSetting } from '../sandbox/store/settings.ts';
import type { SignIn } from './connect.ts';
import { ANN, ANN_THERE, briefly, startPair } from './passes-kit.ts';
import { EDITOR, folderOf, idOf, makeRules, rightsIn, shareFolders } from './settings-kit.ts';

const WRITES = ['AddDelegate', 'UpdateInboxRules', 'UpdateFolder', 'CreateUserConfiguration'];

const namesOf = (rules: ReturnType<typeof rulesOf>) => rules.map(({ fields }) => fields['DisplayName']);

const LOST_ANSWERS: readonly (readonly [string, Effect])[] = [
  ['a connection that breaks before each write', { kind: 'reset', at: 'before' }],
  ['a connection that breaks after each write', { kind: 'reset', at: 'after' }],
  ['an HTML page in place of each answer', { kind: 'http', page: 'owa', done: true }],
  ['404 in place of each answer', { kind: 'http', page: 'proxy-error', status: 404, done: true }],
  ['503 in place of each answer', { kind: 'http', page: 'unavailable', done: true }],
];

test.each(sampleOf(LOST_ANSWERS, 5))('%s makes nothing twice, and nothing is listed for it', async (_, effect) => {
  const { sandbox, source, destination, pass } = await startPair('Exchange2010_SP2', 'Exchange2019');
  setPermission(source.store, folderOf(source, ANN, 'inbox').id, 'ben@old.example', EDITOR);
  makeRules(sandbox);
  setDelegate(source.store, idOf(source, ANN), { user: 'ben@old.example', receivesCopies: true, viewsPrivate: false });
  for (const operation of WRITES) destination.side.faults.add({ operation, times: 1, effect });
  const { result, omissions } = await pass();
  expect(result.outcome).toBe('done');
  expect(briefly(omissions)).toEqual(['rules | Nowhere | rule-folder']);
  expect(namesOf(rulesOf(destination.store, idOf(destination, ANN_THERE)))).toEqual([
    'Boss & <co>',
    'Forward',
    'Forward',
  ]);
  expect(delegatesOf(destination.store, idOf(destination, ANN_THERE))).toHaveLength(1);
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toHaveProperty('ben@new.example', EDITOR);
});

test('a busy server is waited for, one that never answers is given up, and neither is an error of the pass', async () => {
  const { source, destination, pass } = await startPair('Exchange2013', 'Exchange2019');
  setDelegate(source.store, idOf(source, ANN), { user: 'ben@old.example', receivesCopies: true, viewsPrivate: false });
  setPermission(source.store, folderOf(source, ANN, 'inbox').id, 'ben@old.example', EDITOR);
  const busy = { kind: 'batch-error', code: 'ErrorServerBusy', values: { BackOffMilliseconds: 90_000 } } as const;
  destination.side.faults.add({ operation: 'UpdateFolder', times: 3, effect: busy });
  source.side.faults.add({
    operation: 'GetDelegate',
    effect: { kind: 'batch-error', code: 'ErrorInternalServerError' },
  });
  const { result, omissions } = await pass();
  expect(result.outcome).toBe('done');
  expect(briefly(omissions)).toEqual(['delegates |  | ErrorInternalServerError']);
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toHaveProperty('ben@new.example', EDITOR);
});

test('a rule that the destination refuses does not keep the others away', async () => {
  const { sandbox, source, destination, pass } = await startPair('Exchange2010_SP2', 'Exchange2016');
  makeRules(sandbox);
  const range = {
    c: [
      ['MinimumSize', '9'],
      ['MaximumSize', '1'],
    ],
  };
  saveRule(source.store, idOf(source, ANN), {
    priority: 9,
    fields: {
      DisplayName: 'Impossible',
      IsEnabled: 'true',
      Conditions: { c: [['WithinSizeRange', range]] },
      Actions: { c: [['Delete', 'true']] },
    } as never,
  });
  const { omissions } = await pass();
  expect(briefly(omissions)).toEqual(['rules | Impossible | InvalidSizeRange', 'rules | Nowhere | rule-folder']);
  expect(rulesOf(destination.store, idOf(destination, ANN_THERE))).toHaveLength(3);
});

test('rules of the destination that only Outlook keeps are removed, and reported', async () => {
  const { sandbox, destination, pass } = await startPair('Exchange2013', 'Exchange2019');
  makeRules(sandbox);
  setSetting(destination.store, idOf(destination, ANN_THERE), 'outlookRuleBlob', true);
  destination.side.faults.add({ operation: 'UpdateInboxRules', times: 1, effect: { kind: 'reset', at: 'after' } });
  const { omissions } = await pass();
  expect(briefly(omissions)).toEqual(['rules |  | outlook-rules-dropped', 'rules | Nowhere | rule-folder']);
  expect(getSetting(destination.store, idOf(destination, ANN_THERE), 'outlookRuleBlob')).toBe(false);
});

test.each<SignIn>(['delegate', 'impersonate'])('settings cross when both servers are entered as %s', async (how) => {
  const { sandbox, source, destination, pass } = await startPair('Exchange2010_SP2', 'Exchange2019', {}, {}, how);
  shareFolders(sandbox);
  makeRules(sandbox);
  setDelegate(source.store, idOf(source, ANN), { user: 'eve@old.example', receivesCopies: true, viewsPrivate: false });
  const { omissions } = await pass({ settings: { outOfOffice: true } });
  expect(briefly(omissions)).toEqual([
    'permissions | Inbox (carl@old.example) | ErrorInvalidUserSid',
    'permissions | Inbox (gone@old.example) | ErrorInvalidUserSid',
    'rules | Nowhere | rule-folder',
  ]);
  expect(delegatesOf(destination.store, idOf(destination, ANN_THERE))).toMatchObject([
    { user: 'eve.adams@new.example' },
  ]);
  expect(rulesOf(destination.store, idOf(destination, ANN_THERE))).toHaveLength(3);
});

test('a server that is no Exchange has its settings listed as left behind, and its mail crosses', async () => {
  const { source, destination, pass } = await startPair('OtherServer', 'Exchange2019');
  setPermission(source.store, folderOf(source, ANN, 'inbox').id, 'ben@old.example', EDITOR);
  const { result, omissions } = await pass({ archive: true, recoverableItems: true, settings: { outOfOffice: true } });
  expect(result.outcome).toBe('done');
  expect(
    omissions
      .filter(({ kind }) => kind !== 'item')
      .map(({ kind, name }) => `${kind} ${name}`)
      .toSorted(),
  ).toEqual(['categories ', 'delegates ', 'recoverable-items ', 'rules ']);
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toHaveProperty('ben@new.example', EDITOR);
});

test('a destination that knows none of the settings keeps none of the mail away', async () => {
  const { sandbox, source, pass } = await startPair('Exchange2010_SP2', 'OtherServer');
  makeRules(sandbox);
  setDelegate(source.store, idOf(source, ANN), { user: 'ben@old.example', receivesCopies: true, viewsPrivate: false });
  const { result, omissions } = await pass({ settings: { outOfOffice: true } });
  expect(result.outcome).toBe('done');
  expect(
    omissions
      .filter(({ kind }) => kind !== 'item')
      .map(({ kind, name }) => `${kind} ${name}`)
      .toSorted(),
  ).toEqual(['categories ', 'delegates ', 'rules ']);
});

test('who may see free and busy times keeps that where the server does not show it, and the list says so', async () => {
  const { source, destination, pass } = await startPair('Exchange2016', 'Grommunio');
  for (const name of ['calendar', 'inbox'])
    setPermission(source.store, folderOf(source, ANN, name).id, 'ben@old.example', EDITOR);
  const before = rightsIn(destination, ANN_THERE, 'calendar');
  const { omissions } = await pass({ settings: { rules: false, delegates: false, categories: false } });
  expect(before).toEqual({ Anonymous: 0, Default: 0x800 });
  expect(rightsIn(destination, ANN_THERE, 'calendar')).toEqual(before);
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toHaveProperty('ben@new.example', EDITOR);
  expect(briefly(omissions)).toEqual(['permissions | Calendar (ben@old.example) | permission-list-unclear']);
});
