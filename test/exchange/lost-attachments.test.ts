import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type NewAttachment, type NewItem, newItem } from '../sandbox/items/model.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { attachmentsOf, insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const FILES = 'files@example.com';
const ITEMS = 'items@example.com';

function make(itemClass: string, subject: string, attachments: readonly NewAttachment[] = []): NewItem {
  const item = newItem(itemClass, NOW);
  Object.assign(item, { subject, receivedAt: NOW, attachments: [...attachments] });
  if (itemClass === 'IPM.Task') item.properties.fields = { Status: 'NotStarted', PercentComplete: '0' };
  if (itemClass === 'IPM.Contact') item.properties.fields = { DisplayName: subject, FileAs: subject };
  return item;
}

const file = (name: string): NewAttachment => ({ kind: 'file', name, sizeBytes: 4, content: [Buffer.from(name)] });
const inside = (item: NewItem): NewAttachment => ({ kind: 'item', name: item.subject, sizeBytes: 1, item });

let sandbox: Sandbox;
beforeAll(async () => {
  const mailboxes = [{ email: FILES }, { email: ITEMS }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes },
  });
  const put = (email: string, folder: string, item: NewItem) => {
    const { store } = sandbox.source;
    const { id } = store.mailbox(email)!;
    insertItem(store, id, getDistinguished(store, id, folder)!.id, item);
  };
  put(FILES, 'tasks', make('IPM.Task', 'Two of three', ['one', 'two', 'three'].map(file)));
  const guest = make('IPM.Contact', 'Guest');
  put(ITEMS, 'inbox', make('IPM.Note', 'With items', [inside(guest), file('beside'), inside(make('IPM.Task', 'Do'))]));
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.source.side.faults.clear());

function arrived(email: string): { items: string[]; attachments: string[] } {
  const { store } = sandbox.destination;
  const { id } = store.mailbox(email)!;
  const rows = store.sql('select id, subject from items where mailbox = ? and owner is null').all(id) as {
    id: number;
    subject: string;
  }[];
  const names = rows.flatMap((row) => attachmentsOf(store, row.id).map(({ name }) => name));
  return { items: rows.map(({ subject }) => subject), attachments: names };
}

test.each(['ErrorItemNotFound', 'ErrorCannotOpenFileAttachment', 'ErrorVirusDetected'])(
  'a file of a task that answers %s is left out alone, and reported',
  async (code) => {
    sandbox.destination.store.sql('delete from items').run();
    sandbox.source.side.faults.add({
      operation: 'GetAttachment',
      item: { index: 1 },
      effect: { kind: 'item-error', code },
    });
    const passes = mailboxPasses(sandbox, FILES);
    const { failed, omissions } = await passes.run({ copyPaths: ['typed'] });
    passes.close();
    expect(failed).toEqual([]);
    expect(omissions).toEqual(['An attachment was left out, because the source lists it but does not return it.']);
    expect(arrived(FILES)).toEqual({ items: ['Two of three'], attachments: ['one', 'three'] });
  },
);

test('attached contacts and tasks, which old servers do not give as MIME, cross with the message', async () => {
  const passes = mailboxPasses(sandbox, ITEMS);
  const { failed, omissions } = await passes.run({ copyPaths: ['typed'] });
  passes.close();
  expect({ failed, omissions }).toEqual({ failed: [], omissions: [] });
  expect(arrived(ITEMS)).toEqual({ items: ['With items'], attachments: ['Guest', 'beside', 'Do'] });
});
