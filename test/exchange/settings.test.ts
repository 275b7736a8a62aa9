import { expect, test } from 'vitest';
import type { SettingOptions } from '../../worker/lib/setting-options.ts';
import { createPeopleMap } from '../../worker/engine/settings/people-map.ts';
import { compareSettings } from '../sandbox/compare/settings.ts';
import { setPermission } from '../sandbox/store/permissions.ts';
import {
  delegatesOf,
  getSetting,
  legacyDnOf,
  rulesOf,
  saveRule,
  setDelegate,
  setSetting,
} from '../sandbox/store/settings.ts';
import { ANN, ANN_THERE, briefly, type Profile, SEED, startPair } from './passes-kit.ts';
import { EDITOR, folderOf, idOf, makeRules, ODD, REVIEWER, rightsIn, shareFolders } from './settings-kit.ts';

async function start(from: Profile, to: Profile) {
  process.stdout.write(`settings: sandbox seed ${SEED}\n`);
  const { sandbox, pass: run } = await startPair(from, to);
  const pass = async (settings: SettingOptions = {}) => {
    const { result, omissions } = await run({ settings });
    expect(result.outcome).toBe('done');
    return omissions;
  };
  return { sandbox, pass };
}

test('2010 SP2 to 2019: settings arrive as they were, and once', async () => {
  const { sandbox, pass } = await start('Exchange2010_SP2', 'Exchange2019');
  const { source, destination } = sandbox;
  shareFolders(sandbox);
  makeRules(sandbox);
  setSetting(source.store, idOf(source, ANN), 'outlookRuleBlob', true);
  setDelegate(source.store, idOf(source, ANN), { user: 'ben@old.example', receivesCopies: true, viewsPrivate: true });
  setDelegate(source.store, idOf(source, ANN), { user: 'carl@old.example', receivesCopies: false, viewsPrivate: true });
  setSetting(source.store, idOf(source, ANN), 'deliverMeetingRequests', 'DelegatesOnly');

  expect(briefly(await pass())).toEqual([
    'delegates | carl@old.example | ErrorDelegateNoUser',
    'permissions | Inbox (carl@old.example) | ErrorInvalidUserSid',
    'permissions | Inbox (gone@old.example) | ErrorInvalidUserSid',
    'rules |  | outlook-rules',
    'rules | Nowhere | rule-folder',
  ]);
  const people = new Map([['eve@old.example', 'eve.adams@new.example']]);
  const addressOf = createPeopleMap({ source: ANN, destination: ANN_THERE }, people);
  const differences = compareSettings(source.store, ANN, destination.store, ANN_THERE, {
    addressOf: (address) => addressOf(address) ?? address,
  });
  expect(differences.map(({ folder, property }) => `${folder} ${property}`).toSorted()).toEqual([
    ' delegate carl@new.example',
    ' rule 4',
    'inbox permission of carl@new.example',
    'inbox permission of gone@new.example',
  ]);

  destination.resetStats();
  expect(briefly(await pass())).toEqual([]);
  const { writes } = destination.stats();
  expect(
    Object.keys(writes).filter((name) => !['AddDelegate', 'UpdateFolder', 'UpdateInboxRules'].includes(name)),
  ).toEqual([]);
  expect(rulesOf(destination.store, idOf(destination, ANN_THERE))).toHaveLength(3);
});

test('2013 to SE: what was changed at the destination stays, and what no one touched follows', async () => {
  const { sandbox, pass } = await start('Exchange2013', 'ExchangeSE');
  const { source, destination } = sandbox;
  const inbox = folderOf(source, ANN, 'inbox').id;
  const there = folderOf(destination, ANN_THERE, 'inbox').id;
  setPermission(source.store, inbox, 'ben@old.example', EDITOR);
  setPermission(source.store, inbox, 'eve@old.example', EDITOR);
  setPermission(destination.store, there, 'eve.adams@new.example', REVIEWER);
  makeRules(sandbox);
  expect(briefly(await pass())).toEqual([
    'permissions | Inbox (eve@old.example) | changed-at-destination',
    'rules | Nowhere | rule-folder',
  ]);
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toMatchObject({
    'ben@new.example': EDITOR,
    'eve.adams@new.example': REVIEWER,
  });

  // Taken away there by its owner: it does not come back. Changed at the source: it follows.
  setPermission(destination.store, there, 'ben@new.example', undefined);
  const [first] = rulesOf(source.store, idOf(source, ANN));
  saveRule(source.store, idOf(source, ANN), { ...first!, fields: { ...first!.fields, IsEnabled: 'false' } });
  await pass();
  expect(rightsIn(destination, ANN_THERE, 'inbox')).not.toHaveProperty('ben@new.example');
  const rules = rulesOf(destination.store, idOf(destination, ANN_THERE));
  expect(rules.map(({ priority, fields }) => [priority, fields['DisplayName'], fields['IsEnabled']])).toEqual([
    [1, 'Boss & <co>', 'false'],
    [2, 'Forward', 'false'],
    [3, 'Forward', 'true'],
  ]);

  setPermission(source.store, inbox, 'ben@old.example', REVIEWER);
  await pass();
  expect(rightsIn(destination, ANN_THERE, 'inbox')).toHaveProperty('ben@new.example', REVIEWER);
});

test('2007 to 2016: what the old server cannot tell is listed, all else arrives', async () => {
  const { sandbox, pass } = await start('Exchange2007_SP1', 'Exchange2016');
  const { source, destination } = sandbox;
  shareFolders(sandbox);
  setDelegate(source.store, idOf(source, ANN), { user: 'ben@old.example', receivesCopies: true, viewsPrivate: false });
  setSetting(source.store, idOf(source, ANN), 'oof', {
    OofState: 'Enabled',
    ExternalAudience: 'Known',
    InternalReply: { c: [['Message', 'Weg & <fort>']] },
    ExternalReply: { c: [['Message', '']] },
  } as never);
  expect(briefly(await pass({ outOfOffice: true }))).toEqual([
    'categories |  | version-too-old',
    'permissions | Inbox (carl@old.example) | ErrorInvalidUserSid',
    'permissions | Inbox (gone@old.example) | ErrorInvalidUserSid',
    'rules |  | version-too-old',
  ]);
  expect(delegatesOf(destination.store, idOf(destination, ANN_THERE)).map(({ user }) => user)).toEqual([
    'ben@new.example',
  ]);
  expect(rightsIn(destination, ANN_THERE, 'tasks')).toHaveProperty('eve.adams@new.example', ODD);
  const oof = getSetting(destination.store, idOf(destination, ANN_THERE), 'oof');
  expect(oof).toMatchObject({ OofState: 'Enabled', InternalReply: { c: [['Message', 'Weg & <fort>']] } });
});

test('nothing is carried that was switched off, and a server that refuses ends no pass', async () => {
  const { sandbox, pass } = await start('Exchange2010_SP2', 'Exchange2019');
  const { source, destination } = sandbox;
  shareFolders(sandbox);
  makeRules(sandbox);
  const off = { permissions: false, rules: false, delegates: false, categories: false };
  expect(briefly(await pass(off))).toEqual([]);
  const { writes } = destination.stats();
  expect(
    ['UpdateFolder', 'UpdateInboxRules', 'AddDelegate', 'CreateUserConfiguration'].map((name) => writes[name]),
  ).toEqual([undefined, undefined, undefined, undefined]);
  source.side.faults.add({ operation: 'GetInboxRules', effect: { kind: 'batch-error', code: 'ErrorAccessDenied' } });
  source.side.faults.add({ operation: 'GetDelegate', effect: { kind: 'http', status: 501 } });
  expect(briefly(await pass()).filter((line) => !line.startsWith('permissions'))).toEqual([
    'delegates |  | http-501',
    'rules |  | ErrorAccessDenied',
  ]);
});

test('people whom rules name by addresses inside the organisation are found in the directory', async () => {
  const { sandbox, pass } = await start('Exchange2010_SP2', 'Exchange2019');
  const { source, destination } = sandbox;
  const internal = legacyDnOf(source.store, source.store.mailbox('eve@old.example')!);
  const from = (address: string) => ({
    c: [
      [
        'Address',
        {
          c: [
            ['Name', 'E'],
            ['EmailAddress', address],
            ['RoutingType', 'EX'],
          ],
        },
      ],
    ],
  });
  const rule = (name: string, priority: number, address: string) =>
    saveRule(source.store, idOf(source, ANN), {
      priority,
      fields: {
        DisplayName: name,
        IsEnabled: 'true',
        Conditions: { c: [['FromAddresses', from(address)]] },
        Actions: { c: [['MarkAsRead', 'true']] },
      } as never,
    });
  rule('Known', 1, internal);
  rule('Gone', 2, '/o=old/ou=x/cn=Recipients/cn=gone');
  expect(briefly(await pass())).toEqual(['rules | Gone | user-unknown']);
  const [there] = rulesOf(destination.store, idOf(destination, ANN_THERE));
  expect(JSON.stringify(there?.fields)).toContain('"eve.adams@new.example"');
});
