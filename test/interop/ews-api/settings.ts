import {
  AlternateId,
  AttendeeInfo,
  AvailabilityData,
  DateTime,
  DateTimeKind,
  DelegateFolderPermissionLevel,
  DelegateUser,
  FolderId,
  IdFormat,
  ItemView,
  Mailbox,
  MeetingRequestsDeliveryScope,
  CreateRuleOperation,
  DeleteRuleOperation,
  SetRuleOperation,
  OofExternalAudience,
  OofReply,
  OofSettings,
  OofState,
  ResolveNameSearchLocation,
  Rule,
  ServiceError,
  TimeWindow,
  UserConfiguration,
  UserConfigurationProperties,
  UserId,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect, test } from 'vitest';
import type { Client } from './client.ts';
import { base64 } from './items.ts';

const at = (text: string): DateTime => new DateTime(Date.parse(text), DateTimeKind.Utc);

/** What belongs to a mailbox beside its items: delegates, rules, absence, configurations, free and busy, names, ids. */
export function testSettings(of: () => Client, level: number): void {
  test('a name is resolved to its mailbox', async () => {
    const { service, colleague } = of();
    const found = await service.ResolveName(colleague, ResolveNameSearchLocation.DirectoryOnly, true);
    expect(found.GetEnumerator().map(({ Mailbox: each }) => each.Address)).toEqual([colleague]);
    expect((await service.ResolveName('no one of that name')).Count).toBe(0);
  });

  test('a delegate is added, read, changed and removed', async () => {
    const { service, colleague, owner } = of();
    const mailbox = new Mailbox(owner);
    const delegate = new DelegateUser(colleague);
    delegate.Permissions.CalendarFolderPermissionLevel = DelegateFolderPermissionLevel.Editor;
    delegate.ReceiveCopiesOfMeetingMessages = true;
    const scope = MeetingRequestsDeliveryScope.DelegatesAndMe;
    const added = await service.AddDelegates(mailbox, scope, delegate);
    expect(added.map(({ ErrorCode }) => ErrorCode)).toEqual([0]);
    const read = await service.GetDelegates(mailbox, true);
    expect(read.MeetingRequestsDeliveryScope).toBe(scope);
    const levels = read.DelegateUserResponses.map(({ DelegateUser: each }) => [
      each.UserId.PrimarySmtpAddress,
      each.Permissions.CalendarFolderPermissionLevel,
      each.ReceiveCopiesOfMeetingMessages,
    ]);
    expect(levels).toEqual([[colleague, DelegateFolderPermissionLevel.Editor, true]]);
    const changed = new DelegateUser(colleague);
    changed.Permissions.InboxFolderPermissionLevel = DelegateFolderPermissionLevel.Reviewer;
    changed.ViewPrivateItems = true;
    await service.UpdateDelegates(mailbox, scope, changed);
    const [again] = (await service.GetDelegates(mailbox, true)).DelegateUserResponses;
    expect(again?.DelegateUser.ViewPrivateItems).toBe(true);
    expect(again?.DelegateUser.Permissions.InboxFolderPermissionLevel).toBe(DelegateFolderPermissionLevel.Reviewer);
    await service.RemoveDelegates(mailbox, new UserId(colleague));
    expect((await service.GetDelegates(mailbox, true)).DelegateUserResponses).toEqual([]);
  });

  test.runIf(level >= 10.1)('a rule is made, changed and deleted', async () => {
    const { service, owner } = of();
    const rule = new Rule();
    rule.DisplayName = 'Aufräumen';
    rule.Priority = 1;
    rule.IsEnabled = true;
    rule.Conditions.ContainsSubjectStrings.Add('Werbung');
    rule.Actions.MoveToFolder = new FolderId(WellKnownFolderName.JunkEmail);
    rule.Actions.StopProcessingRules = true;
    await service.UpdateInboxRules([new CreateRuleOperation(rule)], true);
    const [made] = (await service.GetInboxRules(owner)).GetEnumerator();
    expect([made?.DisplayName, made?.IsEnabled, made?.Conditions.ContainsSubjectStrings.GetEnumerator()]).toEqual([
      'Aufräumen',
      true,
      ['Werbung'],
    ]);
    if (!made) throw new Error('The rule is not there');
    made.IsEnabled = false;
    await service.UpdateInboxRules([new SetRuleOperation(made)], true);
    expect((await service.GetInboxRules(owner)).GetEnumerator()[0]?.IsEnabled).toBe(false);
    await service.UpdateInboxRules([new DeleteRuleOperation(made.Id)], true);
    expect((await service.GetInboxRules(owner)).Count).toBe(0);
  });

  test('an absence is announced for a time', async () => {
    const { service, owner } = of();
    const settings = new OofSettings();
    settings.State = OofState.Scheduled;
    settings.ExternalAudience = OofExternalAudience.Known;
    settings.Duration = new TimeWindow(at('2031-07-01T00:00:00Z'), at('2031-07-15T00:00:00Z'));
    settings.InternalReply = new OofReply('Bin weg');
    settings.ExternalReply = new OofReply('Away');
    await service.SetUserOofSettings(owner, settings);
    const read = await service.GetUserOofSettings(owner);
    expect([read.State, read.ExternalAudience, read.InternalReply.Message, read.ExternalReply.Message]).toEqual([
      OofState.Scheduled,
      OofExternalAudience.Known,
      'Bin weg',
      'Away',
    ]);
    expect(read.Duration.StartTime.TotalMilliSeconds).toBe(Date.parse('2031-07-01T00:00:00Z'));
    settings.State = OofState.Disabled;
    await service.SetUserOofSettings(owner, settings);
    expect((await service.GetUserOofSettings(owner)).State).toBe(OofState.Disabled);
  });

  test.runIf(level >= 10)('a configuration is made, read, changed and deleted', async () => {
    const { service } = of();
    const made = new UserConfiguration(service);
    made.Dictionary._setItem('first', 'value');
    made.Dictionary._setItem('flag', true);
    made.XmlData = base64('<a/>');
    await made.Save('OwnSettings', WellKnownFolderName.Calendar);
    const read = await UserConfiguration.Bind(
      service,
      'OwnSettings',
      WellKnownFolderName.Calendar,
      UserConfigurationProperties.All,
    );
    expect(read.Dictionary.ContainsKey('first')).toBe(true);
    expect(read.Dictionary._getItem('first')).toBe('value');
    expect(read.XmlData).toBe(base64('<a/>'));
    read.Dictionary._setItem('first', 'other');
    await read.Update();
    const again = await UserConfiguration.Bind(
      service,
      'OwnSettings',
      WellKnownFolderName.Calendar,
      UserConfigurationProperties.Dictionary,
    );
    expect(again.Dictionary._getItem('first')).toBe('other');
    await read.Delete();
    await expect(
      UserConfiguration.Bind(service, 'OwnSettings', WellKnownFolderName.Calendar, UserConfigurationProperties.Id),
    ).rejects.toThrow();
  });

  test('free and busy times are told', async () => {
    const { service, owner, colleague } = of();
    const results = await service.GetUserAvailability(
      [new AttendeeInfo(owner), new AttendeeInfo(colleague), new AttendeeInfo('nobody@nowhere.example')],
      new TimeWindow(at('2031-05-05T00:00:00Z'), at('2031-05-12T00:00:00Z')),
      AvailabilityData.FreeBusy,
    );
    const answers = results.AttendeesAvailability.Responses;
    expect(answers.map(({ ErrorCode }) => ErrorCode === ServiceError.NoError)).toEqual([true, true, false]);
  });

  test('an id goes through other forms and comes back', async () => {
    const { service, owner } = of();
    const found = await service.FindItems(WellKnownFolderName.Inbox, new ItemView(1));
    const id = found.Items[0]?.Id.UniqueId ?? '';
    const hex = (await service.ConvertId(
      new AlternateId(IdFormat.EwsId, id, owner),
      IdFormat.HexEntryId,
    )) as AlternateId;
    expect(hex.UniqueId).toMatch(/^[0-9A-F]{140}$/);
    const back = (await service.ConvertId(hex, IdFormat.EwsId)) as AlternateId;
    expect(back.UniqueId).toBe(id);
  });
}
