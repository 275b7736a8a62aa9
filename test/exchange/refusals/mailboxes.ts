import { categoryList, newConfiguration } from '../../sandbox/items/configuration.ts';
import { itemFromMime } from '../../sandbox/items/mime-item.ts';
import { type Item, type NewItem, newItem } from '../../sandbox/items/model.ts';
import { getDistinguished, insertFolder } from '../../sandbox/store/folders.ts';
import { getItem, insertItem, moveItem, removeItem, setRead, updateItemRow } from '../../sandbox/store/items.ts';
import { saveRule } from '../../sandbox/store/settings.ts';
import type { Store } from '../../sandbox/store/store.ts';
import { series } from '../pairs/odd-items.ts';

const NOW = Date.UTC(2026, 2, 2, 9);

function letter(subject: string): NewItem {
  const mime = [
    'From: Ada Rauch <ada@north-harbour.example>',
    'To: ann@example.com',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@north-harbour.example>`,
    'MIME-Version: 1.0',
    'Date: Mon, 2 Mar 2026 09:00:00 +0000',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `About ${subject}.`,
    '',
  ].join('\r\n');
  const item = itemFromMime(Buffer.from(mime), NOW);
  return Object.assign(item, { receivedAt: NOW + 2000, createdAt: NOW, modifiedAt: NOW + 5000, isRead: true });
}

function contact(name: string): NewItem {
  const item = newItem('IPM.Contact', NOW);
  item.subject = name;
  item.receivedAt = NOW;
  item.properties.fields = { FileAs: name, DisplayName: name, GivenName: name };
  return item;
}

function task(bytes: number): NewItem {
  const item = newItem('IPM.Task', NOW);
  item.subject = 'Repairs';
  item.receivedAt = NOW;
  item.properties.fields = { Status: 'InProgress', PercentComplete: '40' };
  item.attachments.push({
    kind: 'file',
    name: 'list.txt',
    contentType: 'text/plain',
    sizeBytes: bytes,
    content: [Buffer.alloc(bytes, 'list')],
    isInline: false,
  });
  return item;
}

/** A small mailbox: letters in two folders, a contact; a series and a task with a file where `isTyped`. */
export function fillSmall(store: Store, email: string, isTyped: boolean, fileBytes = 40): void {
  const mailbox = store.mailbox(email)!;
  const known = (name: string) => getDistinguished(store, mailbox.id, name)!;
  const put = (folder: number, ...items: NewItem[]) => {
    for (const item of items) insertItem(store, mailbox.id, folder, item);
  };
  store.transaction(() => {
    const own = insertFolder(store, mailbox.id, { parent: known('inbox').id, name: 'Own', folderClass: 'IPF.Note' });
    put(known('inbox').id, letter('first'), letter('second'), letter('third'));
    put(own.id, letter('fourth'), letter('fifth'));
    if (!isTyped) return put(known('contacts').id, contact('Bo'));
    put(known('calendar').id, series(email));
    put(known('tasks').id, task(fileBytes));
    return put(known('deleteditems').id, contact('Cy'));
  });
}

/** What people do between two passes: mail comes, is read, is edited, is moved and deleted. */
export function changeSmall(store: Store, email: string): void {
  const mailbox = store.mailbox(email)!;
  const inbox = getDistinguished(store, mailbox.id, 'inbox')!.id;
  const itemOf = (subject: string): Item => {
    const row = store.sql('select id from items where mailbox = ? and subject = ?').get(mailbox.id, subject);
    return getItem(store, (row as { id: number }).id)!;
  };
  const own = store.sql("select id from folders where mailbox = ? and name = 'Own'").get(mailbox.id) as { id: number };
  store.transaction(() => {
    setRead(store, itemOf('first'), false);
    moveItem(store, itemOf('second'), own.id);
    removeItem(store, itemOf('fourth'));
    insertItem(store, mailbox.id, inbox, letter('sixth'));
    const edited = itemOf('fifth');
    edited.properties.fields['Categories'] = { c: [['String', 'Edited']] };
    edited.modifiedAt = NOW + 86_400_000;
    updateItemRow(store, edited);
  });
}

/** A rule and a list of categories, to be carried with the items. */
export function addSettings(store: Store, email: string): void {
  const mailbox = store.mailbox(email)!;
  saveRule(store, mailbox.id, {
    priority: 1,
    fields: { DisplayName: 'Stop', IsEnabled: 'true', Actions: { c: [['StopProcessingRules', 'true']] } },
  });
  const calendar = getDistinguished(store, mailbox.id, 'calendar')!.id;
  const parts = categoryList(['Edited'], () => '0d1b7c1e-53a5-4c43-9d6d-3f1a1c2b9e01');
  insertItem(store, mailbox.id, calendar, newConfiguration('CategoryList', parts, NOW));
}
