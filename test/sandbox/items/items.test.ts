import { expect, test } from 'vitest';
import { attributesNamed, call, codesOf, distinguished, syncBody, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, V16, testEnvelopes, usePair } from '../kit/test-pair.ts';
import { TYPED } from '../kit/typed-items.ts';

const pair = usePair();

test.each(TYPED)('%s is created element by element in %s and read back', async (kind, folder, item, expected) => {
  const created = await create(pair, item, folder);
  expect(codesOf(created)).toEqual(['NoError']);
  const read = await get(pair, idIn(created.text), '<t:IncludeMimeContent>false</t:IncludeMimeContent>');
  expect(codesOf(read)).toEqual(['NoError']);
  expect(read.text).toContain(`<t:${kind}>`);
  expect(read.text).toMatch(expected);
  expect(pair.recent.stats()).toMatchObject({ outgoing: 0, writes: { CreateItem: 1 } });
});

test('MIME goes in and comes out byte by byte; with 0x0E07 it is no draft and keeps its dates', async () => {
  const mime = Buffer.from(
    'From: "A, B" <a@b.example>\r\nTo: c@d.example\r\nSubject: =?utf-8?B?w4Q=?=\r\nX-Odd: \tspaces  \r\nDate: Thu, 01 Jan 2015 10:00:00 +0000\r\nMessage-ID: <m@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--B\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--B--\r\n',
  );
  const property = (tag: string, type: string, value: string) =>
    `<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="${tag}" PropertyType="${type}"/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
  const item = (more: string) =>
    `<t:Message><t:MimeContent CharacterSet="UTF-8">${mime.toString('base64')}</t:MimeContent>${more}</t:Message>`;
  const kept = await create(
    pair,
    item(
      property('0x0E07', 'Integer', '1') +
        property('0x0E06', 'SystemTime', '2015-01-02T03:04:05Z') +
        '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="MailferrySource" PropertyType="String"/><t:Value>m1</t:Value></t:ExtendedProperty>',
    ),
    'inbox',
  );
  const read = await get(
    pair,
    idIn(kept.text),
    '<t:IncludeMimeContent>true</t:IncludeMimeContent><t:BodyType>Text</t:BodyType><t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="MailferrySource" PropertyType="String"/></t:AdditionalProperties>',
  );
  expect(Buffer.from(textsOf(read, 'MimeContent')[0] as string, 'base64').equals(mime)).toBe(true);
  expect(read.text).toMatch(/<t:IsDraft>false<.*<t:Value>m1</);
  expect(textsOf(read, 'DateTimeReceived')).toEqual(['2015-01-02T03:04:05Z']);
  expect(textsOf(read, 'DateTimeSent')).toEqual(['2015-01-01T10:00:00Z']);
  expect(textsOf(read, 'Subject')).toEqual(['Ä']);
  expect(textsOf(read, 'Body').at(-1)).toBe('Grüße');
  const attachment = await call(
    pair.recent,
    pair.owner,
    `<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="${attributesNamed(read, 'AttachmentId', 'Id')[0]}"/></m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(textsOf(attachment, 'Content')).toEqual(['AAECAwQ=']);
  const draft = await create(pair, item(''), 'inbox');
  expect((await get(pair, idIn(draft.text))).text).toContain('<t:IsDraft>true</t:IsDraft>');
  const wrong = await create(pair, '<t:Message><t:MimeContent>####</t:MimeContent></t:Message>', 'inbox');
  expect(codesOf(wrong)).toEqual(['ErrorMimeContentInvalidBase64String']);
});

test('files and items are attached, found, read, and change the item that has them', async () => {
  const message = idIn((await create(pair, '<t:Message><t:Subject>With files</t:Subject></t:Message>')).text);
  const attached = await call(
    pair.recent,
    pair.owner,
    `<m:CreateAttachment><m:ParentItemId ${/Id=.*"/.exec(message)?.[0]}/><m:Attachments><t:FileAttachment><t:Name>ä.bin</t:Name><t:ContentId>cid1</t:ContentId><t:IsInline>true</t:IsInline><t:Content>AAEC</t:Content></t:FileAttachment><t:ItemAttachment><t:Name>inner</t:Name><t:Message><t:Subject>Inner</t:Subject></t:Message></t:ItemAttachment></m:Attachments></m:CreateAttachment>`,
    V16,
  );
  expect(codesOf(attached)).toEqual(['NoError', 'NoError']);
  const [file, inner] = attributesNamed(attached, 'AttachmentId', 'Id');
  const read = await call(
    pair.recent,
    pair.owner,
    `<m:GetAttachment><m:AttachmentShape/><m:AttachmentIds><t:AttachmentId Id="${file}"/><t:AttachmentId Id="${inner}"/></m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(textsOf(read, 'Content')).toEqual(['AAEC']);
  expect(textsOf(read, 'Subject')).toEqual(['Inner']);
  expect(textsOf(await get(pair, message), 'Name')).toEqual(expect.arrayContaining(['ä.bin', 'inner']));
  expect(
    codesOf(
      await call(
        pair.recent,
        pair.owner,
        '<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="AAAA"/></m:AttachmentIds></m:GetAttachment>',
        V16,
      ),
    ),
  ).toEqual(['ErrorInvalidAttachmentId']);
});

test('what only the server may set is refused', async () => {
  for (const field of [
    '<t:DateTimeReceived>2020-01-01T00:00:00Z</t:DateTimeReceived>',
    '<t:Size>1</t:Size>',
    '<t:IsDraft>false</t:IsDraft>',
  ])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await create(pair, `<t:Message>${field}</t:Message>`))).toEqual(['ErrorInvalidPropertySet']);
  const noInvitations = await create(pair, '<t:CalendarItem/>', 'calendar', '');
  expect([noInvitations.status, ...codesOf(noInvitations)]).toEqual([500, 'ErrorSendMeetingInvitationsRequired']);
});

test('FindItem pages, sorts and restricts', async () => {
  const find = (
    more: string,
    view = '<m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" BasePoint="Beginning"/>',
  ) =>
    call(
      pair.old,
      pair.oldOwner,
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>${view}${more}<m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`,
    );
  const page = await find(
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder>',
  );
  const times = textsOf(page, 'DateTimeReceived');
  expect(times).toHaveLength(5);
  expect(times).toEqual(times.toSorted());
  const middle = times[2] as string;
  const newer = await find(
    `<m:Restriction><t:And><t:IsGreaterThan><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURIOrConstant><t:Constant Value="${middle}"/></t:FieldURIOrConstant></t:IsGreaterThan><t:Not><t:IsEqualTo><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant><t:Constant Value="never"/></t:FieldURIOrConstant></t:IsEqualTo></t:Not></t:And></m:Restriction>`,
    '',
  );
  expect(textsOf(newer, 'DateTimeReceived').every((time) => time > middle)).toBe(true);
  const total = Number(attributesNamed(page, 'RootFolder', 'TotalItemsInView')[0]);
  expect(Number(attributesNamed(newer, 'RootFolder', 'TotalItemsInView')[0])).toBe(total - 3);
});

test('every item of a generated mailbox is readable in every shape', async () => {
  const rows = pair.old.store
    .sql(
      'select f.distinguished as d from folders f where f.mailbox = 1 and f.distinguished is not null and exists (select 1 from items i where i.folder = f.id and i.associated = 0)',
    )
    .all() as { d: string }[];
  for (const { d } of rows) {
    // oxlint-disable-next-line no-await-in-loop
    const list = await call(pair.old, pair.oldOwner, syncBody(distinguished(d)));
    const ids = [...list.text.matchAll(/<t:ItemId [^>]*\/>/g)].map(([id]) => id).join('');
    for (const shape of ['Default', 'AllProperties']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await call(
        pair.old,
        pair.oldOwner,
        `<m:GetItem><m:ItemShape><t:BaseShape>${shape}</t:BaseShape></m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`,
      );
      expect(new Set(codesOf(answer))).toEqual(new Set(['NoError']));
    }
  }
});

testEnvelopes(pair, 30);
