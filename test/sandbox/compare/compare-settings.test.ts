import { describe, expect, test } from 'vitest';
import { compareSettings } from './compare.ts';
import { newConfiguration } from '../items/configuration.ts';
import { PROFILES } from '../profiles/profiles.ts';
import { getDistinguished } from '../store/folders.ts';
import { folderIdText } from '../store/ids.ts';
import { insertItem } from '../store/items.ts';
import { createMailbox } from '../store/new-mailbox.ts';
import { setPermission } from '../store/permissions.ts';
import { saveRule, setDelegate, setSetting } from '../store/settings.ts';
import { Store } from '../store/store.ts';

const EMAIL = 'ann@compare.example';
const [FROM, TO] = [new Store(), new Store()];
for (const store of [FROM, TO]) createMailbox(store, PROFILES.Exchange2019, { email: EMAIL, password: 'x' });

describe('settings', () => {
  const changed = (change: (store: Store, mailbox: number, folder: number) => void): string[] => {
    const mailbox = TO.mailbox(EMAIL)!.id;
    let found: string[] = [];
    const undo = new Error('undone');
    const attempt = (): void =>
      TO.transaction(() => {
        change(TO, mailbox, getDistinguished(TO, mailbox, 'calendar')!.id);
        found = compareSettings(FROM, EMAIL, TO, EMAIL).map(({ folder, property }) => `${folder} ${property}`);
        throw undo;
      });
    expect(attempt).toThrow(undo);
    return found;
  };

  test('each difference is found by itself', () => {
    expect(changed(() => undefined)).toEqual([]);
    expect(changed((store, _mailbox, folder) => setPermission(store, folder, 'bo@x.example', 0x401))).toEqual([
      'calendar permission of bo@x.example',
    ]);
    const delegate = { user: 'bo@x.example', receivesCopies: true, viewsPrivate: false };
    expect(changed((store, mailbox) => setDelegate(store, mailbox, delegate))).toEqual([' delegate bo@x.example']);
    const rule = { priority: 1, fields: { DisplayName: 'r' } };
    expect(changed((store, mailbox) => saveRule(store, mailbox, rule))).toEqual([' rule 1']);
    expect(changed((store, mailbox) => setSetting(store, mailbox, 'oof', { OofState: 'Enabled' }))).toEqual([' oof']);
    expect(
      changed((store, mailbox, folder) => {
        const item = newConfiguration('CategoryList', { xml: 'PGEvPg==' }, 1000);
        insertItem(store, mailbox, folder, item);
      }),
    ).toEqual(['calendar configuration CategoryList xml']);
  });

  test('a rule names its folder, whatever its id; people have their new addresses', () => {
    const [left, right] = [FROM, TO].map((store) => {
      const mailbox = store.mailbox(EMAIL)!;
      const id = folderIdText(mailbox.guid, getDistinguished(store, mailbox.id, 'junkemail')!.id);
      return (name: string, address: string): void =>
        saveRule(store, mailbox.id, {
          priority: 1,
          fields: {
            DisplayName: name,
            Actions: {
              c: [
                ['MoveToFolder', { c: [['FolderId', { a: { Id: id, ChangeKey: address } }]] }],
                ['X', address],
              ],
            },
          },
        });
    });
    left!('r', 'a@old.example');
    right!('r', 'a@new.example');
    const addressOf = (address: string): string => address.replace('@old.', '@new.');
    expect(compareSettings(FROM, EMAIL, TO, EMAIL, { addressOf })).toEqual([]);
    expect(compareSettings(FROM, EMAIL, TO, EMAIL)).toHaveLength(1);
    for (const store of [FROM, TO]) store.sql('delete from inbox_rules').run();
  });
});
