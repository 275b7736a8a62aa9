import { FOLDER_LEVELS } from '../profiles/folders.ts';
import { LEVELS } from '../profiles/versions.ts';
import { FIELD_LEVELS } from './field-uris.ts';

const ITEMS = 'SharingMessage^13 RoleMember^15 Network^15 Person^15';
const ATTACHMENTS = 'ReferenceAttachment^15';
const CALENDAR =
  'StartTimeZone^10 EndTimeZone^10 EnhancedLocation^13 StartWallClock^13 EndWallClock^13 StartTimeZoneId^13 EndTimeZoneId^13 DoNotForwardMeeting^16';
const RESPONSE =
  'Start^13 End^13 Location^13 Recurrence^13 CalendarItemType^13 ProposedStart^13 ProposedEnd^13 EnhancedLocation^13 DoNotForwardMeeting^16';

/**
 * What the schema of 2016 has and older ones lack, by the official names of types: elements, `@` attributes, and
 * values of enumerations, each with the schema level that has it first. Whether 2007 SP1 has something is of that
 * version's own types.xsd; between 2010 and 2016 it is the version that the EWS Managed API wants for a property, or
 * the remark on the element's reference page. What only Exchange Online knew before is at 15 and 16.
 */
const TYPES = `
EmailAddressType OriginalDisplayName^13
ItemResponseShapeType UniqueBodyType^13 NormalizedBodyType^13 FilterHtmlContent^10 ConvertHtmlCodePageToUTF8^10.1 InlineImageUrlTemplate^13 BlockExternalImages^13 AddBlankTargetToLinks^13 MaximumBodySize^13
AttachmentResponseShapeType FilterHtmlContent^10
AttachmentType AttachmentOriginalUrl^16 Size^10 LastModifiedTime^10 IsInline^10
FileAttachmentType IsContactPhoto^10
ArrayOfAttachmentsType ${ATTACHMENTS}
NonEmptyArrayOfAttachmentsType ${ATTACHMENTS}
BodyType @IsTruncated^13
BaseFolderType DistinguishedFolderId^13 PolicyTag^13 ArchiveTag^13 ReplicaList^13
CalendarFolderType SharingEffectiveRights^10
ContactsFolderType SharingEffectiveRights^10 SourceId^15 AccountName^15
ItemType ReminderNextTime^13 DisplayBcc^13 IsAssociated^10 WebClientReadFormQueryString^10 WebClientEditFormQueryString^10 ConversationId^10 UniqueBody^10 Flag^13 StoreEntryId^10.2 InstanceKey^13 NormalizedBody^13 EntityExtractionResult^13 PolicyTag^13 ArchiveTag^13 RetentionDate^13 Preview^13 RightsManagementLicenseData^13 PredictedActionReasons^15 IsClutter^15 BlockStatus^13 HasBlockedImages^13 TextBody^13 IconIndex^13 SearchKey^16 SortKey^16 Hashtags^16 Mentions^16 MentionedMe^16 MentionsPreview^16 MentionsEx^16 AppliedHashtags^16 AppliedHashtagsPreview^16 Likes^16 LikesPreview^16 PendingSocialActivityTagIds^16 AtAllMention^16 CanDelete^16 InferenceClassification^16
MessageType ApprovalRequestData^13 VotingInformation^13 ReminderMessageData^13.1 MessageSafety^16 SenderSMTPAddress^16 MailboxGuids^16 MailboxGuid^16 PublishedCalendarItemIcs^16 PublishedCalendarItemName^16
AttendeeType ProposedStart^13 ProposedEnd^13
CalendarItemType ${CALENDAR} InboxReminders^16 IntendedFreeBusyStatus^13 JoinOnlineMeetingUrl^13 OnlineMeetingSettings^13 IsOrganizer^13 CalendarActivityData^16
MeetingMessageType IsOrganizer^13
MeetingRequestMessageType ${CALENDAR} ChangeHighlights^13
MeetingResponseMessageType ${RESPONSE}
MeetingCancellationMessageType ${RESPONSE}
WeeklyRecurrencePatternType FirstDayOfWeek^10
EmailAddressDictionaryEntryType @Name^10 @RoutingType^10 @MailboxType^10
ContactItemType AbchEmailAddresses^15 HasPicture^10 PhoneticFullName^10.1 PhoneticFirstName^10.1 PhoneticLastName^10.1 Alias^10.1 Notes^10.1 Photo^10.1 UserSMIMECertificate^10.1 MSExchangeCertificate^10.1 DirectoryId^10.1 ManagerMailbox^10.1 DirectReports^10.1 AccountName^15 IsAutoUpdateDisabled^15 IsMessengerEnabled^15 Comment^15 ContactShortId^15 ContactType^15 Gender^15 IsHidden^15 ObjectId^15 PassportId^15 IsPrivate^15 SourceId^15 TrustLevel^15 CreatedBy^15 Urls^15 Cid^15 PersonId^16 ConversationGuid^16
DistributionListType Members^10
EffectiveRightsType ViewPrivateItems^10
UserIdType ExternalUserIdentity^10
UserOofSettings DeclineMeetingReply^16 DeclineEventsForScheduledOOF^16 DeclineAllEventsForScheduledOOF^16 CreateOOFEvent^16 OOFEventSubject^16 AutoDeclineFutureRequestsWhenOOF^16 OOFEventID^16 EventsToDeleteIDs^16
AlternateIdType @IsArchive^10.1
ConnectingSIDType SmtpAddress^10
NonEmptyArrayOfResponseObjectsType AcceptSharingInvitation^10 AddItemToMyCalendar^16 ProposeNewTime^13
NonEmptyArrayOfAllItemsType ${ITEMS} AcceptSharingInvitation^10
ArrayOfRealItemsType ${ITEMS}
SetItemFieldType ${ITEMS}
AppendToItemFieldType ${ITEMS}
SyncFolderItemsCreateOrUpdateType ${ITEMS}
ItemAttachmentType ${ITEMS}
ItemChangeType CalendarActivityData^16
TargetFolderIdType AddressListId^13
NonEmptyArrayOfBaseItemIdsType RecurringMasterItemIdRanges^13
FindItemType QueryString^10 SeekToConditionPageItemView^13
FindItemResponseMessageType HighlightTerms^13
SyncFolderItemsType SyncScope^10
BaseMoveCopyItemType ReturnNewItemIds^10.1
UpdateItemType @SuppressReadReceipts^13
DeleteItemType @SuppressReadReceipts^13
ResolveNamesType @ContactDataShape^10.1
MailboxTypeType Unknown^10 OneOff^10 GroupMailbox^13 ImplicitContact^13
LegacyFreeBusyType WorkingElsewhere^13
ItemQueryTraversalType Associated^10
FileAsMappingType DisplayName^10 FirstName^10 LastFirstMiddleSuffix^10 LastName^10 Empty^10
PhoneNumberKeyType BusinessMobile^16 IPPhone^16 Mms^16 Msn^16
DictionaryURIType distributionlist:Members:Member^10
DeliverMeetingRequestsType NoForward^10
DistinguishedPropertySetType Sharing^10
`;

/** Levels of what a type gained later; what is not named is as old as the type. */
export type Gains = ReadonlyMap<string, number>;

function gainsOf(text: string): Gains {
  return new Map(
    text.split(' ').map((token) => {
      const [name = '', level] = token.split('^');
      return [name, Number(level)] as const;
    }),
  );
}

/** By official type name: what came after 2007 SP1, and when. */
export const SINCE: ReadonlyMap<string, Gains> = new Map([
  ...TYPES.trim()
    .split('\n')
    .map((line): [string, Gains] => {
      const [, name = '', gains = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
      return [name, gainsOf(gains)];
    }),
  ['DistinguishedFolderIdNameType', FOLDER_LEVELS],
  ['UnindexedFieldURIType', FIELD_LEVELS],
  ['ExchangeVersionType', new Map(Object.entries(LEVELS))],
]);
