import { createHash } from 'node:crypto';
import { categoryList, type DictionaryObject, newConfiguration } from '../items/configuration.ts';
import { getDistinguished } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';
import type { Mailbox, Store } from '../store/store.ts';
import type { World } from './mail.ts';

/** A GUID that is the same for a mailbox and a name always; it takes no draw from the mailbox's random numbers. */
function guidOf(mailbox: Mailbox, name: string): string {
  const hex = createHash('sha1').update(`${mailbox.email}|${name}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/**
 * What every mailbox that someone used has beside its items: the list of categories on the calendar, and the options
 * of Outlook on the web, with the time zone, in the root.
 */
export function insertSettings(store: Store, mailbox: Mailbox, world: World): void {
  const [root, calendar] = ['root', 'calendar'].map((name) => getDistinguished(store, mailbox.id, name));
  if (!root || !calendar) return;
  const parts = categoryList(world.language.categories, (name) => guidOf(mailbox, name));
  insertItem(store, mailbox.id, calendar.id, newConfiguration('CategoryList', parts, world.now));
  const zone: [DictionaryObject, DictionaryObject] = [
    { type: 'String', values: ['timezone'] },
    { type: 'String', values: [world.language.zone] },
  ];
  insertItem(store, mailbox.id, root.id, newConfiguration('OWA.UserOptions', { dictionary: [zone] }, world.now));
}
