import { compareMailboxes, describeDifference, type Method } from './compare.ts';
import type { ItemElement, NewItem } from '../items/model.ts';
import { PROFILES } from '../profiles/profiles.ts';
import { getDistinguished } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';
import { createMailbox } from '../store/new-mailbox.ts';
import { Store } from '../store/store.ts';

const EMAIL = 'ann@compare.example';
const HOME: Partial<Record<ItemElement, string>> = { CalendarItem: 'calendar', Contact: 'contacts', Task: 'tasks' };

const [FROM, TO] = [new Store(), new Store()];
for (const store of [FROM, TO]) createMailbox(store, PROFILES.Exchange2019, { email: EMAIL, password: 'x' });

/** What tells two mailboxes apart that have these items alone. */
export function differencesOf(source: readonly NewItem[], copies: readonly NewItem[], method: Method): string[] {
  for (const [store, items] of [
    [FROM, source],
    [TO, copies],
  ] as const) {
    for (const table of ['items', 'attachments', 'content']) store.sql(`delete from ${table}`).run();
    const mailbox = store.mailbox(EMAIL)!;
    for (const item of items)
      insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, HOME[item.element] ?? 'inbox')!.id, item);
  }
  return compareMailboxes(FROM, EMAIL, TO, EMAIL, { path: method }).map(describeDifference);
}
