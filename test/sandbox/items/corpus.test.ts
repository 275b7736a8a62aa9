import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../compare/compare.ts';
import { copyAll } from '../kit/copy-all.ts';
import { filesBelow, loadFiles } from '../generate/load.ts';
import { call, codesOf, distinguished, type Login, textsOf } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { getDistinguished } from '../store/folders.ts';
import { itemIdText } from '../store/ids.ts';

// Over a thousand real messages and calendars lie beside the repository where it is developed.
const CORPUS = new URL('../../../../shared/corpus', import.meta.url).pathname;
const isHere = existsSync(CORPUS);
if (!isHere && process.env['CI'] === 'true') throw new Error('The corpus (../shared/corpus) is needed in CI');
const A = 'corpus@old.example';
const B = 'corpus@new.example';

describe.skipIf(!isHere)('real mail, much of it malformed (skipped without ../shared/corpus)', () => {
  let sandbox: Sandbox;
  let mails: number[];
  let from: Login & { email: string };

  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: A }] },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: B }, { email: 'mime@new.example' }] },
    });
    from = sandbox.source.mailboxes[0] as typeof from;
    const { store } = sandbox.source;
    const { id } = store.mailbox(A) as { id: number };
    const folder = (name: string): number => getDistinguished(store, id, name)?.id ?? 0;
    const now = Date.UTC(2026, 9, 1);
    mails = ['bounces', 'mail-gem', 'mail-parser'].flatMap((each) =>
      loadFiles(store, A, folder('inbox'), `${CORPUS}/${each}`, now),
    );
    loadFiles(store, A, folder('calendar'), `${CORPUS}/calendars`, now);
  });

  afterAll(() => sandbox.close());

  test('every file is there, and comes out by GetItem byte by byte', async () => {
    const files = ['bounces', 'mail-gem', 'mail-parser']
      .flatMap((each) => filesBelow(`${CORPUS}/${each}`))
      .filter((file) => file.toLowerCase().endsWith('.eml'));
    expect(mails.length).toBeGreaterThan(1000);
    expect(mails.length).toBe(files.length);
    const { guid, id } = sandbox.source.store.mailbox(A) as { guid: string; id: number };
    const inbox = getDistinguished(sandbox.source.store, id, 'inbox')?.id ?? 0;
    for (let at = 0; at < mails.length; at += 50) {
      const ids = mails.slice(at, at + 50).map((row) => `<t:ItemId Id="${itemIdText(guid, inbox, row)}"/>`);
      // oxlint-disable-next-line no-await-in-loop
      const answer = await call(
        sandbox.source,
        from,
        `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent></m:ItemShape><m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`,
      );
      expect(new Set(codesOf(answer))).toEqual(new Set(['NoError']));
      textsOf(answer, 'MimeContent').forEach((text, index) => {
        const file = files[at + index] as string;
        expect(Buffer.from(text, 'base64').equals(readFileSync(file)), file).toBe(true);
      });
    }
  });

  test('calendars become appointments with their rules', () => {
    const { store } = sandbox.source;
    const rows = store
      .sql(
        "select count(*) as n, sum(json_extract(properties, '$.fields.Recurrence') is not null) as series from items where element = 'CalendarItem'",
      )
      .get() as { n: number; series: number };
    expect(rows.n).toBeGreaterThan(10);
    expect(rows.series).toBeGreaterThan(5);
  });

  test('all mail crosses by MIME, with its dates, read state and a marker', async () => {
    const { guid, id } = sandbox.source.store.mailbox(A) as { guid: string; id: number };
    const inbox = getDistinguished(sandbox.source.store, id, 'inbox')?.id ?? 0;
    const property = (uri: string, value: string): string =>
      `<t:ExtendedProperty><t:ExtendedFieldURI ${uri}/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
    const to = sandbox.destination.mailboxes[1] as typeof from;
    for (let at = 0; at < mails.length; at += 40) {
      const rows = mails.slice(at, at + 40);
      const ids = rows.map((row) => `<t:ItemId Id="${itemIdText(guid, inbox, row)}"/>`);
      // oxlint-disable-next-line no-await-in-loop
      const answer = await call(
        sandbox.source,
        from,
        `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:IncludeMimeContent>true</t:IncludeMimeContent><t:AdditionalProperties><t:FieldURI FieldURI="item:ItemClass"/><t:FieldURI FieldURI="item:DateTimeReceived"/></t:AdditionalProperties></m:ItemShape><m:ItemIds>${ids.join('')}</m:ItemIds></m:GetItem>`,
      );
      const [contents, classes, times] = ['MimeContent', 'ItemClass', 'DateTimeReceived'].map((name) =>
        textsOf(answer, name),
      ) as [string[], string[], string[]];
      const items = contents.map(
        (mime, index) =>
          `<t:Message><t:MimeContent CharacterSet="UTF-8">${mime}</t:MimeContent><t:ItemClass>${classes[index]}</t:ItemClass>${property('PropertyTag="0x0E07" PropertyType="Integer"', '0')}${property('PropertyTag="0x0E06" PropertyType="SystemTime"', times[index] as string)}${property('DistinguishedPropertySetId="PublicStrings" PropertyName="MailferrySource" PropertyType="String"', `m${rows[index]}`)}</t:Message>`,
      );
      // oxlint-disable-next-line no-await-in-loop
      const created = await call(
        sandbox.destination,
        to,
        `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${distinguished('inbox')}</m:SavedItemFolderId><m:Items>${items.join('')}</m:Items></m:CreateItem>`,
        { version: 'Exchange2016' },
      );
      // An empty file is no MIME that a server takes.
      expect(codesOf(created).filter((code) => code !== 'NoError')).toEqual(
        contents.filter((mime) => mime === '').map(() => 'ErrorMimeContentInvalid'),
      );
    }
    const differences = compareMailboxes(sandbox.source.store, A, sandbox.destination.store, to.email, {
      skip: ['calendar', 'contacts'],
    });
    expect(differences.filter((each) => each.folder === 'inbox').map(describeDifference)).toEqual([]);
    expect(sandbox.destination.stats().outgoing).toBe(0);
  });

  test('all of it crosses by export and upload', async () => {
    const to = sandbox.destination.mailboxes[0] as typeof from;
    const copied = await copyAll(sandbox.source, from, sandbox.destination, to);
    expect(copied).toBeGreaterThan(mails.length);
    expect(compareMailboxes(sandbox.source.store, A, sandbox.destination.store, B).map(describeDifference)).toEqual([]);
  });
});
