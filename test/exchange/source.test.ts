import { describe, expect, test } from 'vitest';
import type { ItemRef, Parcel, ReadResult } from '../../worker/engine/model/mailbox.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import {
  answer,
  arriving,
  connect,
  cutAt,
  EXCHANGE_2007,
  EXCHANGE_2019,
  fakeServer,
  never,
  soap,
  textOf,
  utf8,
  xml,
} from './kit.ts';

const ref = (id: string, itemClass = 'IPM.Note'): ItemRef => ({ id, changeKey: 'CQ', itemClass, sizeBytes: 1000 });
const parcelOf = (result: ReadResult | undefined): Parcel => {
  if (!result || !('parcel' in result)) throw new Error(`no parcel: ${JSON.stringify(result)}`);
  return result.parcel;
};
const data = (id: string, content: string) => `<m:ItemId Id="${id}"/><m:Data>${content}</m:Data>`;

describe('abilities', () => {
  test.each([
    [EXCHANGE_2007, 'Exchange2007_SP1 8.1.436.0', ['mime', 'typed'], 30_000_000],
    [EXCHANGE_2019, 'Exchange2019 15.2.1544.4', ['transfer', 'mime', 'typed'], 67_108_864],
  ])('come from what the server says of itself: %s', async (header, version, methods, maxRequestBytes) => {
    const server = fakeServer(() => '', header);
    expect(await createExchangeSource(connect(server.fetch)).abilities(never())).toEqual({
      version,
      methods,
      maxRequestBytes,
    });
  });

  test('are remembered when the server turns out not to know an operation', async () => {
    const server = fakeServer(() =>
      xml(soap('<s:Fault><faultcode>s:Client</faultcode><faultstring>unknown</faultstring></s:Fault>'), 500),
    );
    const source = createExchangeSource(connect(server.fetch));
    await expect(source.read([ref('a')], 'transfer', { stream: false }, never())).rejects.toMatchObject({
      fault: { kind: 'unsupported', message: expect.stringContaining('ExportItems') },
    });
    expect((await source.abilities(never())).methods).toEqual(['mime', 'typed']);
  });
});

describe('export', () => {
  test('gives views on the answer, one result an item, faults among them', async () => {
    const server = fakeServer(() =>
      soap(answer('ExportItems', [data('a', 'QUJD'), { error: 'ErrorItemNotFound' }, data('c', 'REVG')])),
    );
    const source = createExchangeSource(connect(server.fetch));
    const results = await source.read([ref('a'), ref('b'), ref('c')], 'transfer', { stream: false }, never());
    expect(await textOf(parcelOf(results[0]).content)).toBe('QUJD');
    expect(parcelOf(results[2]).lengthBytes).toBe(4);
    expect(results[1]).toMatchObject({ id: 'b', fault: { kind: 'vanished', side: 'source' } });
    const [first, third] = [parcelOf(results[0]).content, parcelOf(results[2]).content] as Uint8Array[];
    expect(first!.buffer).toBe(third!.buffer);
  });

  test('throws when the server refuses the whole batch alike', async () => {
    const busy = {
      error: 'ErrorServerBusy',
      xml: '<m:MessageXml><t:Value Name="BackOffMilliseconds">900</t:Value></m:MessageXml>',
    };
    const server = fakeServer(() => soap(answer('ExportItems', [busy, busy])));
    const source = createExchangeSource(connect(server.fetch));
    await expect(source.read([ref('a'), ref('b')], 'transfer', { stream: false }, never())).rejects.toMatchObject({
      fault: { kind: 'busy', retryAfterMs: 900 },
    });
  });

  test('one refusal of rights among others is that item’s alone', async () => {
    const server = fakeServer(() => soap(answer('ExportItems', [data('a', 'QUJD'), { error: 'ErrorAccessDenied' }])));
    const source = createExchangeSource(connect(server.fetch));
    const results = await source.read([ref('a'), ref('b')], 'transfer', { stream: false }, never());
    expect(results[1]).toMatchObject({ fault: { kind: 'access', scope: 'item' } });
  });

  test('an item that the server left out of its answer is reported by itself', async () => {
    const server = fakeServer(() => soap(answer('ExportItems', [data('a', 'QUJD')])));
    const source = createExchangeSource(connect(server.fetch));
    const results = await source.read([ref('a'), ref('b')], 'transfer', { stream: false }, never());
    expect(results[1]).toMatchObject({ id: 'b', fault: { code: 'missing-result' } });
  });

  test('a large one streams', async () => {
    const content = 'QUJD'.repeat(200_000);
    const body = utf8(soap(answer('ExportItems', [data('a', content)])));
    const server = fakeServer(() => xml(arriving(cutAt(body, 100, 500, 70_000, body.length - 20)) as BodyInit));
    const source = createExchangeSource(connect(server.fetch));
    const [result] = await source.read([ref('a')], 'transfer', { stream: true }, never());
    const parcel = parcelOf(result);
    expect(parcel.content).toBeInstanceOf(ReadableStream);
    expect((await textOf(parcel.content)) === content).toBe(true);
  });

  test('a large one whose result is an error never ends well', async () => {
    const late = `<m:ExportItemsResponse><m:ResponseMessages><m:ExportItemsResponseMessage ResponseClass="Error"><m:ResponseCode>ErrorMailboxFailover</m:ResponseCode>${data('a', 'QUJD')}</m:ExportItemsResponseMessage></m:ResponseMessages></m:ExportItemsResponse>`;
    const source = createExchangeSource(connect(fakeServer(() => soap(late)).fetch));
    const [result] = await source.read([ref('a')], 'transfer', { stream: true }, never());
    await expect(textOf(parcelOf(result).content)).rejects.toMatchObject({ fault: { code: 'ErrorMailboxFailover' } });
  });

  test('`=== Truncated Data ===` is reported as a temporary fault', async () => {
    const torn = soap(answer('ExportItems', [data('a', 'QUJD')])).replace(/<\/m:Data>.*/, '=== Truncated Data ===');
    const source = createExchangeSource(connect(fakeServer(() => torn).fetch));
    await expect(source.read([ref('a')], 'transfer', { stream: false }, never())).rejects.toMatchObject({
      fault: { kind: 'transient', code: 'broken-answer' },
    });
    const [result] = await source.read([ref('a')], 'transfer', { stream: true }, never());
    await expect(textOf(parcelOf(result).content)).rejects.toMatchObject({
      fault: { kind: 'transient', side: 'source' },
    });
  });

  test('without content an item is one that this path cannot carry', async () => {
    const source = createExchangeSource(
      connect(fakeServer(() => soap(answer('ExportItems', ['<m:ItemId Id="a"/><m:Data/>']))).fetch),
    );
    for (const stream of [false, true]) {
      const results = await source.read([ref('a')], 'transfer', { stream }, never()).catch((error: unknown) => error);
      expect(results).toMatchObject([{ fault: { kind: 'corrupt', code: 'no-content' } }]);
    }
  });
});

describe('MIME', () => {
  const message = (mime: string) =>
    `<m:Items><t:Message>${mime}<t:ItemId Id="a" ChangeKey="CQ"/><t:ItemClass>IPM.Note</t:ItemClass><t:Sensitivity>Private</t:Sensitivity>` +
    '<t:DateTimeReceived>2012-01-02T03:04:05Z</t:DateTimeReceived><t:Categories><t:String>Red &amp; blue</t:String></t:Categories>' +
    '<t:Importance>High</t:Importance><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0xe07" PropertyType="Integer"/><t:Value>9</t:Value></t:ExtendedProperty>' +
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x1090" PropertyType="Integer"/><t:Value>2</t:Value></t:ExtendedProperty>' +
    '<t:IsRead>false</t:IsRead></t:Message></m:Items>';

  test('comes with what MIME does not say, in the order of the schema', async () => {
    const server = fakeServer(() =>
      soap(answer('GetItem', [message('<t:MimeContent CharacterSet="UTF-8">QUJD</t:MimeContent>')])),
    );
    const [result] = await createExchangeSource(connect(server.fetch)).read(
      [ref('a')],
      'mime',
      { stream: false },
      never(),
    );
    const parcel = parcelOf(result);
    expect(await textOf(parcel.content)).toBe('QUJD');
    const properties = new TextDecoder().decode(parcel.properties);
    expect(properties).toMatch(
      /^<t:ItemClass>IPM\.Note<.*<t:Sensitivity>Private<.*Red &amp; blue.*<t:Importance>High<.*<t:IsRead>false<\/t:IsRead>$/,
    );
    // Unread and a draft: the one flag is kept, the other follows the read state.
    expect(properties).toContain('PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>8</t:Value>');
    expect(properties).toContain(
      'PropertyTag="0x0E06" PropertyType="SystemTime"/><t:Value>2012-01-02T03:04:05Z</t:Value>',
    );
    expect(properties).toContain('PropertyTag="0x1090" PropertyType="Integer"/><t:Value>2</t:Value>');
    expect(properties).toContain('PropertyName="MailferrySource" PropertyType="String"/><t:Value>a</t:Value>');
  });

  test('of a large one streams, its properties read before', async () => {
    const content = 'QUJD'.repeat(100_000);
    const server = fakeServer(({ body }) =>
      soap(
        answer('GetItem', [
          body.includes('MimeContent>true')
            ? `<m:Items><t:Message><t:MimeContent>${content}</t:MimeContent><t:ItemId Id="a"/></t:Message></m:Items>`
            : message(''),
        ]),
      ),
    );
    const [result] = await createExchangeSource(connect(server.fetch)).read(
      [ref('a')],
      'mime',
      { stream: true },
      never(),
    );
    const parcel = parcelOf(result);
    expect((await textOf(parcel.content)) === content).toBe(true);
    expect(new TextDecoder().decode(parcel.properties)).toContain('Red &amp; blue');
    expect(server.asked).toHaveLength(2);
  });
});

describe('changes', () => {
  test('are read with their facts; what the server refuses is not asked again', async () => {
    const changes =
      '<m:SyncState>H4sI&amp;</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>' +
      '<t:Create><t:Message><t:ItemId Id="a" ChangeKey="1"/><t:ItemClass>IPM.Note</t:ItemClass><t:Subject>Grüße &amp; &lt;mehr&gt;</t:Subject><t:DateTimeReceived>2012-01-02T03:04:05.678Z</t:DateTimeReceived><t:Size>1234</t:Size>' +
      '<t:ExtendedProperty><t:ExtendedFieldURI PropertySetId="00020329-0000-0000-C000-000000000046" PropertyName="MailferrySource" PropertyType="String"/><t:Value>src</t:Value></t:ExtendedProperty><t:InternetMessageId>&lt;1@x&gt;</t:InternetMessageId><t:IsRead>true</t:IsRead></t:Message></t:Create>' +
      '<t:Update><t:CalendarItem><t:ItemId Id="b" ChangeKey="2"/><t:UID>u</t:UID><t:Start>2012-01-02T04:00:00+01:00</t:Start></t:CalendarItem></t:Update>' +
      '<t:Delete><t:ItemId Id="c"/></t:Delete><t:ReadFlagChange><t:ItemId Id="d"/><t:IsRead>false</t:IsRead></t:ReadFlagChange></m:Changes>';
    const server = fakeServer(({ body }) =>
      soap(
        answer('SyncFolderItems', [
          body.includes('MailferrySource') ? { error: 'ErrorInvalidPropertyRequest' } : changes,
        ]),
      ),
    );
    const source = createExchangeSource(connect(server.fetch));
    const page = await source.changes('folder', undefined, never());
    expect(page).toEqual({
      syncState: 'H4sI&',
      isLast: false,
      changes: [
        {
          kind: 'create',
          item: {
            id: 'a',
            changeKey: '1',
            itemClass: 'IPM.Note',
            sizeBytes: 1234,
            isRead: true,
            subject: 'Grüße & <mehr>',
            messageId: '<1@x>',
            receivedAt: '2012-01-02T03:04:05Z',
            marker: 'src',
          },
        },
        {
          kind: 'update',
          item: {
            id: 'b',
            changeKey: '2',
            itemClass: 'IPM.Appointment',
            sizeBytes: 0,
            uid: 'u',
            shows: 'Start UID',
            startAt: '2012-01-02T03:00:00Z',
          },
        },
        { kind: 'delete', id: 'c' },
        { kind: 'read-flag', id: 'd', isRead: false },
      ],
    });
    await source.changes('folder', 'H4sH&', never());
    expect(server.asked.map(({ body }) => body.includes('MailferrySource'))).toEqual([true, false, false]);
    expect(server.asked[2]?.body).toContain('<m:SyncState>H4sH&amp;</m:SyncState>');
  });

  test('a sync state that is no longer accepted is reported', async () => {
    const server = fakeServer(() => soap(answer('SyncFolderItems', [{ error: 'ErrorInvalidSyncStateData' }])));
    await expect(createExchangeSource(connect(server.fetch)).changes('f', 'x', never())).rejects.toMatchObject({
      fault: { kind: 'sync-state', scope: 'folder' },
    });
  });
});

describe('folders', () => {
  const folder = (id: string, parent: string, name: string, extra = '', element = 'Folder') =>
    `<t:${element}><t:FolderId Id="${id}"/><t:ParentFolderId Id="${parent}"/>${extra || '<t:FolderClass>IPF.Note</t:FolderClass>'}<t:DisplayName>${name}</t:DisplayName><t:TotalCount>3</t:TotalCount></t:${element}>`;
  const hidden =
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x10f4" PropertyType="Boolean"/><t:Value>true</t:Value></t:ExtendedProperty>';

  test('the tree, parents first, without what no one migrates and all below it', async () => {
    const server = fakeServer(({ operation, body }) => {
      if (operation === 'GetFolder') {
        const asked = [...body.matchAll(/DistinguishedFolderId Id="(\w+)"/g)].map(([, name]) => name);
        const known: Record<string, string> = { msgfolderroot: 'root', inbox: 'in', outbox: 'out' };
        return soap(
          answer(
            'GetFolder',
            asked.map((name) =>
              known[name!]
                ? `<m:Folders>${folder(known[name!]!, name === 'msgfolderroot' ? 'top' : 'root', name!)}</m:Folders>`
                : { error: 'ErrorFolderNotFound' },
            ),
          ),
        );
      }
      const isFirst = body.includes('Offset="0"');
      const page = isFirst
        ? folder('child', 'in', 'Ä &amp; Ö') +
          folder('in', 'root', 'Posteingang') +
          folder('out', 'root', 'Postausgang') +
          folder('below', 'out', 'Below')
        : folder('s', 'root', 'Search', '', 'SearchFolder') +
          folder('cal', 'root', 'Kalender', ' ', 'CalendarFolder') +
          folder('hid', 'root', 'Settings', '<t:FolderClass>IPF.Files</t:FolderClass>').replace(
            '</t:TotalCount>',
            `</t:TotalCount>${hidden}`,
          ) +
          folder('deep', 'hid', 'Deep') +
          folder('steps', 'root', 'Quick Step Settings').replace('</t:TotalCount>', `</t:TotalCount>${hidden}`) +
          folder('quick', 'root', 'Q', '<t:FolderClass>IPF.Contact.MOC.QuickContacts</t:FolderClass>');
      return soap(
        answer('FindFolder', [
          `<m:RootFolder IndexedPagingOffset="${isFirst ? 4 : 10}" TotalItemsInView="10" IncludesLastItemInRange="${!isFirst}"><t:Folders>${page}</t:Folders></m:RootFolder>`,
        ]),
      );
    });
    const folders = await createExchangeSource(connect(server.fetch)).folders(never());
    expect(folders.map(({ id, distinguishedId }) => [id, distinguishedId])).toEqual([
      ['root', 'msgfolderroot'],
      ['in', 'inbox'],
      ['cal', undefined],
      ['steps', undefined],
      ['child', undefined],
    ]);
    expect(folders[3]).toMatchObject({ isHidden: true });
    expect(folders[4]).toEqual({ id: 'child', parentId: 'in', name: 'Ä & Ö', folderClass: 'IPF.Note', totalCount: 3 });
    expect(folders[2]).toMatchObject({ name: 'Kalender', folderClass: 'IPF.Appointment' });
  });

  test('without the right to the mailbox there is one clear fault', async () => {
    const server = fakeServer(({ body }) =>
      soap(
        answer(
          'GetFolder',
          [...body.matchAll(/DistinguishedFolderId Id/g)].map(() => ({ error: 'ErrorAccessDenied' })),
        ),
      ),
    );
    await expect(createExchangeSource(connect(server.fetch)).folders(never())).rejects.toMatchObject({
      fault: { kind: 'access', scope: 'mailbox' },
    });
  });
});

describe('every request', () => {
  test('names itself, the mailbox and the version that the server speaks', async () => {
    const server = fakeServer(() => soap(answer('ExportItems', [data('a', 'QUJD')])));
    await createExchangeSource(connect(server.fetch)).read([ref('a')], 'transfer', { stream: false }, never());
    const { headers, body } = server.asked[0]!;
    expect(Object.fromEntries(headers)).toMatchObject({
      authorization: `Basic ${btoa('ann:secret')}`,
      'user-agent': 'Mailferry',
      'x-anchormailbox': 'ann@example.com',
      'client-request-id': 'request-2',
    });
    expect(body).toContain('<t:RequestServerVersion Version="Exchange2010_SP2"/>');
  });

  test('steps down when the mailbox lives on an older server, and stays there', async () => {
    const server = fakeServer(
      ({ body }) =>
        body.includes('Version="Exchange2013')
          ? xml(
              soap(
                '<s:Fault><faultcode>a:ErrorInvalidServerVersion</faultcode><faultstring>older</faultstring></s:Fault>',
              ),
              500,
            )
          : soap(answer('ExportItems', [data('a', 'QUJD')])),
      EXCHANGE_2019,
    );
    const source = createExchangeSource(connect(server.fetch));
    for (let round = 0; round < 2; round++) await source.read([ref('a')], 'transfer', { stream: false }, never());
    expect(server.asked.map(({ body }) => /RequestServerVersion Version="(\w+)"/.exec(body)?.[1])).toEqual([
      'Exchange2013_SP1',
      'Exchange2013',
      'Exchange2010_SP2',
      'Exchange2010_SP2',
    ]);
  });

  test('acts as the owner under impersonation, and names no mailbox then', async () => {
    const server = fakeServer(() => soap(answer('GetFolder', [{ error: 'ErrorImpersonateUserDenied' }])));
    const source = createExchangeSource(connect(server.fetch, 'source', { impersonate: true }));
    await source.folders(never()).catch(() => {});
    expect(server.asked[0]?.body).toContain('<t:PrimarySmtpAddress>ann@example.com</t:PrimarySmtpAddress>');
    expect(server.asked[0]?.body).not.toContain('<t:Mailbox>');
  });

  test('goes to no Exchange Online and follows no redirect', async () => {
    let init: RequestInit | undefined;
    const source = createExchangeSource(
      connect(async (_url, given) => {
        init = given;
        return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example.net/' } });
      }),
    );
    await expect(source.abilities(never())).rejects.toMatchObject({ fault: { kind: 'wrong-server' } });
    expect(init?.redirect).toBe('manual');
  });
});
