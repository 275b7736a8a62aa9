import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../compare/compare.ts';
import { copyAll } from '../kit/copy-all.ts';
import { call, codesOf, type Login, textsOf } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { folderIdText, itemIdText } from '../store/ids.ts';
import { validateEnvelopes } from '../wire/wire-log.ts';

const SEED = 20_261_001;
const A = 'amelia@old.example';
const B = 'amelia@new.example';
let sandbox: Sandbox;
let from: Login & { email: string };
let to: Login & { email: string };
let log: string;

beforeAll(async () => {
  log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
  sandbox = await startSandbox({
    recordTo: log,
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: A, fill: { seed: SEED, items: 220, largeItems: [{ bytes: 6e6 }] } }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: B }] },
  });
  from = sandbox.source.mailboxes[0] as typeof from;
  to = sandbox.destination.mailboxes[0] as typeof to;
});

afterAll(async () => {
  await sandbox.close();
  rmSync(log, { recursive: true });
});

const differences = (): string[] =>
  compareMailboxes(sandbox.source.store, A, sandbox.destination.store, B).map(describeDifference);

test(`export and upload carry every item of seed ${SEED} whole`, async () => {
  const copied = await copyAll(sandbox.source, from, sandbox.destination, to);
  expect(copied).toBe(221);
  expect(differences()).toEqual([]);
  expect(sandbox.source.stats().writes).toEqual({});
  expect(sandbox.destination.stats().outgoing).toBe(0);
});

const MUTATIONS: [name: string, sql: string, expected: RegExp][] = [
  [
    'a lost item',
    "delete from items where id = (select min(id) from items where element = 'Contact' and owner is null)",
    /^missing \S+ IPM\.Contact/,
  ],
  [
    'a changed subject',
    "update items set subject = subject || '!' where id = (select min(id) from items where element = 'Task')",
    /^changed tasks IPM\.Task subject/,
  ],
  [
    'a read flag',
    "update items set is_read = 1 - is_read where id = (select min(id) from items where element = 'Message' and owner is null)",
    /^changed \S+ IPM\.Note isRead/,
  ],
  [
    'another minute',
    "update items set received = received + 60000 where id = (select min(id) from items where element = 'Message' and owner is null)",
    /^changed .* receivedAt/,
  ],
  [
    'another byte of MIME',
    "update content set bytes = cast(substr(bytes, 1, length(bytes) - 1) || '!' as blob) where rowid = (select min(rowid) from content where attachment = 0)",
    /^changed .* mime:/,
  ],
  [
    'another byte of a photo',
    "update content set bytes = cast(substr(bytes, 1, length(bytes) - 1) || '!' as blob) where rowid = (select min(rowid) from content where attachment > 0)",
    /^changed .* attachment 1 content/,
  ],
  [
    'a lost exception',
    `update items set properties = json_remove(properties, '$.exceptions') where id = (select min(id) from items where json_extract(properties, '$.exceptions') is not null)`,
    /^changed calendar\S* IPM\.Appointment exceptions/,
  ],
  [
    'a lost category',
    `update items set properties = json_remove(properties, '$.fields.Categories') where id = (select min(id) from items where json_extract(properties, '$.fields.Categories') is not null)`,
    /^changed .* field Categories/,
  ],
  [
    'a lost named property',
    `update items set properties = json_set(properties, '$.named', json('{}')) where id = (select min(id) from items where element = 'Item')`,
    /^changed .* named /,
  ],
  [
    'a renamed folder',
    "update folders set name = name || 'x' where id = (select min(id) from folders where distinguished is null)",
    /^folder-missing/,
  ],
  [
    'another folder class',
    "update folders set class = 'IPF.Note.X' where id = (select min(id) from folders where distinguished is null)",
    /^folder-changed .* folderClass/,
  ],
];

test.each(MUTATIONS)('the comparer finds %s', (_name, sql, expected) => {
  const { database } = sandbox.destination.store;
  database.exec('savepoint mutation');
  try {
    database.exec(sql);
    const found = differences();
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.some((line) => expected.test(line)),
      found.slice(0, 3).join('\n'),
    ).toBe(true);
  } finally {
    database.exec('rollback to mutation; release mutation');
  }
});

test('the comparer finds a doubled item', async () => {
  const row = sandbox.source.store
    .sql("select id, folder, mailbox from items where element = 'Message' and owner is null limit 1")
    .get() as { id: number; folder: number; mailbox: number };
  const exported = await exportOne(row.id);
  const { guid, id } = sandbox.destination.store.mailbox(B) as { guid: string; id: number };
  const known = sandbox.source.store.sql('select distinguished from folders where id = ?').get(row.folder) as {
    distinguished: string;
  };
  const folder = sandbox.destination.store
    .sql('select id from folders where mailbox = ? and distinguished = ?')
    .get(id, known.distinguished) as { id: number };
  const answer = await upload(folderIdText(guid, folder.id), exported);
  expect(codesOf(answer)).toEqual(['NoError']);
  expect(differences()).toEqual([expect.stringMatching(/^doubled /)]);
});

async function exportOne(id: number): Promise<string> {
  const { guid } = sandbox.source.store.mailbox(A) as { guid: string };
  const { folder } = sandbox.source.store.sql('select folder from items where id = ?').get(id) as { folder: number };
  const answer = await call(
    sandbox.source,
    from,
    `<m:ExportItems><m:ItemIds><t:ItemId Id="${itemIdText(guid, folder, id)}"/></m:ItemIds></m:ExportItems>`,
  );
  return textsOf(answer, 'Data')[0] as string;
}

const upload = (folder: string, data: string, action = 'CreateNew', item = '') =>
  call(
    sandbox.destination,
    to,
    `<m:UploadItems><m:Items><t:Item CreateAction="${action}"><t:ParentFolderId Id="${folder}"/>${item}<t:Data>${data}</t:Data></t:Item></m:Items></m:UploadItems>`,
    { version: 'Exchange2016' },
  );

test('a damaged or cut stream is refused and leaves nothing behind', async () => {
  const { guid, id } = sandbox.destination.store.mailbox(B) as { guid: string; id: number };
  const folder = sandbox.destination.store
    .sql("select id from folders where mailbox = ? and distinguished = 'inbox'")
    .get(id) as { id: number };
  const first = sandbox.source.store.sql('select min(id) as id from items').get() as { id: number };
  const bytes = Buffer.from(await exportOne(first.id), 'base64');
  const before = sandbox.destination.store.sql('select count(*) as n from items').get();
  const flipped = Buffer.from(bytes);
  flipped[200] = (flipped[200] as number) ^ 1;
  for (const damaged of [flipped, bytes.subarray(0, -40), bytes.subarray(0, 10), Buffer.from('nothing')])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await upload(folderIdText(guid, folder.id), damaged.toString('base64')))).toEqual([
      'ErrorCorruptData',
    ]);
  expect(codesOf(await upload(folderIdText(guid, folder.id), '####'))).toEqual(['ErrorCorruptData']);
  expect(sandbox.destination.store.sql('select count(*) as n from items').get()).toEqual(before);
});

test('Update replaces an item under its id, UpdateOrCreate makes one where there is none', async () => {
  const { guid, id } = sandbox.destination.store.mailbox(B) as { guid: string; id: number };
  const folder = sandbox.destination.store
    .sql("select id from folders where mailbox = ? and distinguished = 'tasks'")
    .get(id) as { id: number };
  const folderId = folderIdText(guid, folder.id);
  const task = sandbox.source.store.sql("select id from items where element = 'Task' limit 1").get() as { id: number };
  const data = await exportOne(task.id);
  const created = await upload(folderId, data);
  const itemId = /<m:ItemId Id="([^"]+)"/.exec(created.text)?.[1] as string;
  const updated = await upload(folderId, data, 'Update', `<t:ItemId Id="${itemId}"/>`);
  expect(codesOf(updated)).toEqual(['NoError']);
  expect(/<m:ItemId Id="([^"]+)"/.exec(updated.text)?.[1]).toBe(itemId);
  const absent = itemIdText(guid, folder.id, 999_999);
  expect(codesOf(await upload(folderId, data, 'Update', `<t:ItemId Id="${absent}"/>`))).toEqual(['ErrorItemNotFound']);
  expect(codesOf(await upload(folderId, data, 'UpdateOrCreate', `<t:ItemId Id="${absent}"/>`))).toEqual(['NoError']);
});

test('every envelope of these tests is valid against the schemas', ({ skip }) => {
  const result = validateEnvelopes(log);
  if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
  expect(result.checked).toBeGreaterThan(20);
  expect(result.problems).toEqual([]);
});
