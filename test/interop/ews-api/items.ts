import {
  BasePropertySet,
  BodyType,
  ConflictResolutionMode,
  DefaultExtendedPropertySet,
  DeleteMode,
  EmailMessage,
  EmailMessageSchema,
  ExtendedPropertyDefinition,
  type FileAttachment,
  FolderId,
  Importance,
  Item,
  ItemAttachment,
  ItemSchema,
  ItemView,
  LogicalOperator,
  MapiPropertyType,
  MessageBody,
  MimeContent,
  OffsetBasePoint,
  PostItem,
  PropertySet,
  SearchFilter,
  SortDirection,
  SyncFolderItemsScope,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect, test } from 'vitest';
import { escapeXml } from '../../sandbox/xml/node.ts';
import type { Client } from './client.ts';

const FLAGS = new ExtendedPropertyDefinition(0x0e07, MapiPropertyType.Integer);
const MARK = new ExtendedPropertyDefinition(DefaultExtendedPropertySet.PublicStrings, 'Mark', MapiPropertyType.String);
const DRAFTS = new FolderId(WellKnownFolderName.Drafts);

/** The base64 of a text. */
export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Messages and posts are made, read, searched, changed, moved, deleted and followed. */
export function testItems(of: () => Client, level: number): void {
  // The library puts texts into its envelopes as they are; whoever uses it has to escape them.
  const write = async (subject: string, more?: (message: EmailMessage) => void): Promise<EmailMessage> => {
    const message = new EmailMessage(of().service);
    message.Subject = subject;
    message.Body = new MessageBody(BodyType.HTML, escapeXml('<p>Grüße</p>'));
    more?.(message);
    await message.Save(DRAFTS);
    return message;
  };
  const subjects = async (filter: SearchFilter, view = new ItemView(50)): Promise<string[]> => {
    const found = await of().service.FindItems(DRAFTS, filter, view);
    return found.Items.map(({ Subject }) => Subject);
  };

  test('a message is made with its people and read back', async () => {
    const { service, colleague } = of();
    const made = await write('Einladung 東京', (message) => {
      message.ToRecipients.Add('Ä Ö', 'to@x.example');
      message.CcRecipients.Add(colleague);
      message.BccRecipients.Add('bcc@x.example');
      message.Categories.Add('Rot');
      message.Importance = Importance.High;
    });
    const read = await EmailMessage.Bind(service, made.Id);
    expect([read.Subject, read.Importance, read.IsDraft]).toEqual(['Einladung 東京', Importance.High, true]);
    expect(read.Body.Text).toContain('Grüße');
    expect(read.ToRecipients.GetEnumerator().map(({ Address, Name }) => [Name, Address])).toEqual([
      ['Ä Ö', 'to@x.example'],
    ]);
    expect(read.BccRecipients.GetEnumerator().map(({ Address }) => Address)).toEqual(['bcc@x.example']);
    expect(read.Categories.GetEnumerator()).toEqual(['Rot']);
  });

  test('a body is asked for as text', async () => {
    const { service } = of();
    const made = await write('As text');
    const shape = new PropertySet(BasePropertySet.FirstClassProperties);
    shape.RequestedBodyType = BodyType.Text;
    const read = await EmailMessage.Bind(service, made.Id, shape);
    expect(read.Body.BodyType).toBe(BodyType.Text);
    expect(read.Body.Text.trim()).toBe('Grüße');
  });

  test('extended properties by tag and by name are set, read, searched and removed', async () => {
    const { service } = of();
    const made = await write('Marked', (message) => {
      message.SetExtendedProperty(FLAGS, 1);
      message.SetExtendedProperty(MARK, 'm-1');
    });
    const shape = new PropertySet(BasePropertySet.IdOnly, [FLAGS, MARK, EmailMessageSchema.IsDraft]);
    const read = await EmailMessage.Bind(service, made.Id, shape);
    expect(read.IsDraft).toBe(false);
    expect(
      read.ExtendedProperties.GetEnumerator()
        .map(({ Value }) => String(Value))
        .toSorted(),
    ).toEqual(['1', 'm-1']);
    expect(await subjects(new SearchFilter.IsEqualTo(MARK, 'm-1'))).toEqual(['Marked']);
    read.RemoveExtendedProperty(MARK);
    await read.Update(ConflictResolutionMode.AutoResolve);
    expect(await subjects(new SearchFilter.Exists(MARK))).toEqual([]);
  });

  test('MIME goes in and comes out', async () => {
    const { service } = of();
    const text = 'From: a@b.example\r\nSubject: =?utf-8?B?w6Q=?=\r\nMessage-ID: <m1@b.example>\r\n\r\nline\r\n';
    const made = new EmailMessage(service);
    made.MimeContent = new MimeContent('UTF-8', base64(text));
    made.SetExtendedProperty(FLAGS, 1);
    await made.Save(DRAFTS);
    const shape = new PropertySet(BasePropertySet.IdOnly, [
      ItemSchema.MimeContent,
      EmailMessageSchema.InternetMessageId,
      ItemSchema.Subject,
      EmailMessageSchema.From,
    ]);
    const read = await EmailMessage.Bind(service, made.Id, shape);
    expect([read.Subject, read.InternetMessageId, read.From.Address]).toEqual(['ä', '<m1@b.example>', 'a@b.example']);
    expect(Buffer.from(read.MimeContent.Content, 'base64').toString()).toContain('line');
  });

  test('files and items are attached and loaded', async () => {
    const { service } = of();
    const bytes = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 256)).toString('base64');
    const made = await write('With parts', (message) => {
      const file = message.Attachments.AddFileAttachment('ä.bin', bytes);
      file.ContentType = 'application/x-test';
      file.ContentId = 'c1';
      if (level >= 10) file.IsInline = true;
    });
    const read = await EmailMessage.Bind(service, made.Id);
    const file = read.Attachments.GetEnumerator()[0] as FileAttachment;
    await file.Load();
    expect([file.Name, file.ContentId, file.Base64Content]).toEqual(['ä.bin', 'c1', bytes]);
    const inner = read.Attachments.AddItemAttachment<EmailMessage>(EmailMessage as unknown as typeof Item, 'Message');
    inner.Name = 'inner';
    inner.Item.Subject = 'Inner';
    inner.Item.Body = new MessageBody(BodyType.Text, 'words');
    await read.Update(ConflictResolutionMode.AlwaysOverwrite);
    const again = await EmailMessage.Bind(service, made.Id);
    expect(
      again.Attachments.GetEnumerator()
        .map(({ Name }) => Name)
        .toSorted(),
    ).toEqual(['inner', 'ä.bin']);
    const item = again.Attachments.GetEnumerator().find((each) => each instanceof ItemAttachment) as ItemAttachment;
    const [loaded] = (await service.GetAttachments([item.Id], BodyType.Text, [])).Responses;
    expect((loaded?.Attachment as ItemAttachment | undefined)?.Item.Subject).toBe('Inner');
  });

  test('an attachment is taken off', async () => {
    const { service } = of();
    const made = await write('Loses a part', (message) => {
      message.Attachments.AddFileAttachment('one.txt', base64('one'));
      message.Attachments.AddFileAttachment('two.txt', base64('two'));
    });
    const read = await EmailMessage.Bind(service, made.Id);
    const one = read.Attachments.GetEnumerator().find(({ Name }) => Name === 'one.txt');
    read.Attachments.Remove(one as FileAttachment);
    await read.Update(ConflictResolutionMode.AlwaysOverwrite);
    const again = await EmailMessage.Bind(service, made.Id);
    expect(again.Attachments.GetEnumerator().map(({ Name }) => Name)).toEqual(['two.txt']);
  });

  test('a stale change key is refused, and overwriting is not', async () => {
    const { service } = of();
    const made = await write('Version 1');
    const left = await EmailMessage.Bind(service, made.Id);
    const right = await EmailMessage.Bind(service, made.Id);
    left.Subject = 'Version 2';
    await left.Update(ConflictResolutionMode.NeverOverwrite);
    right.Subject = 'Version 3';
    await expect(right.Update(ConflictResolutionMode.NeverOverwrite)).rejects.toThrow(/out of date/);
    await right.Update(ConflictResolutionMode.AlwaysOverwrite);
    expect((await EmailMessage.Bind(service, made.Id)).Subject).toBe('Version 3');
  });

  test('filters, orders and pages agree', async () => {
    for (const name of ['b', 'a', 'd', 'c']) await write(`Sorted ${name}`);
    const sorted = new SearchFilter.ContainsSubstring(ItemSchema.Subject, 'Sorted');
    const view = new ItemView(3);
    view.OrderBy.Add(ItemSchema.Subject, SortDirection.Ascending);
    expect(await subjects(sorted, view)).toEqual(['Sorted a', 'Sorted b', 'Sorted c']);
    const next = new ItemView(3, 3, OffsetBasePoint.Beginning);
    next.OrderBy.Add(ItemSchema.Subject, SortDirection.Ascending);
    expect(await subjects(sorted, next)).toEqual(['Sorted d']);
    const both = new SearchFilter.SearchFilterCollection(LogicalOperator.Or, [
      new SearchFilter.IsEqualTo(ItemSchema.Subject, 'Sorted a'),
      new SearchFilter.SearchFilterCollection(LogicalOperator.And, [
        new SearchFilter.IsGreaterThan(ItemSchema.Subject, 'Sorted c'),
        sorted,
        new SearchFilter.Not(new SearchFilter.IsEqualTo(EmailMessageSchema.IsRead, false)),
      ]),
    ]);
    expect((await subjects(both)).toSorted()).toEqual(['Sorted a', 'Sorted d']);
  });

  test.runIf(level >= 10.1)('moves and copies give new ids', async () => {
    const { service } = of();
    const made = await write('Travels');
    const copy = await (await Item.Bind(service, made.Id)).Copy(WellKnownFolderName.Inbox);
    expect(copy.Id.UniqueId).not.toBe(made.Id.UniqueId);
    const moved = await (await Item.Bind(service, made.Id)).Move(WellKnownFolderName.JunkEmail);
    expect(moved.Id.UniqueId).not.toBe(made.Id.UniqueId);
    await expect(Item.Bind(service, made.Id)).rejects.toThrow(/not found/);
    expect((await Item.Bind(service, moved.Id)).Subject).toBe('Travels');
    const results = await service.DeleteItems([copy.Id, moved.Id], DeleteMode.HardDelete, null as never, null as never);
    expect(results.Responses.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 0]);
  });

  test('a deleted item lies among the deleted ones', async () => {
    const { service } = of();
    const made = await write('Thrown away');
    await made.Delete(DeleteMode.MoveToDeletedItems);
    const filter = new SearchFilter.IsEqualTo(ItemSchema.Subject, 'Thrown away');
    const found = await service.FindItems(WellKnownFolderName.DeletedItems, filter, new ItemView(5));
    expect(found.TotalCount).toBe(1);
  });

  test('a folder is followed from a sync state on', async () => {
    const { service } = of();
    const follow = (state: string | null) =>
      service.SyncFolderItems(
        DRAFTS,
        new PropertySet(BasePropertySet.IdOnly, [ItemSchema.Subject]),
        [],
        512,
        SyncFolderItemsScope.NormalItems,
        state as string,
      );
    const first = await follow(null);
    expect(first.Count).toBeGreaterThan(3);
    const made = await write('Followed');
    const second = await follow(first.SyncState);
    expect(second.GetEnumerator().map(({ Item: item }) => item?.Subject)).toEqual(['Followed']);
    await made.Delete(DeleteMode.HardDelete);
    const third = await follow(second.SyncState);
    expect(third.GetEnumerator().map(({ ItemId: id }) => id.UniqueId)).toEqual([made.Id.UniqueId]);
  });

  test('a post is made in the inbox', async () => {
    const { service } = of();
    const post = new PostItem(service);
    post.Subject = 'Posted';
    post.Body = new MessageBody(BodyType.Text, 'words');
    await post.Save(WellKnownFolderName.Inbox);
    const read = await PostItem.Bind(service, post.Id);
    expect([read.ItemClass, read.Subject]).toEqual(['IPM.Post', 'Posted']);
  });

  test('several items are read in one call, each with its own result', async () => {
    const { service } = of();
    const ids = [(await write('One')).Id, (await write('Two')).Id, (await write('Three')).Id];
    await service.DeleteItems(ids.slice(1, 2), DeleteMode.HardDelete, null as never, null as never);
    const results = await service.BindToItems(ids, new PropertySet(BasePropertySet.IdOnly, [ItemSchema.Subject]));
    expect(results.Responses.map(({ Item: item }) => item?.Subject)).toEqual(['One', undefined, 'Three']);
  });
}
