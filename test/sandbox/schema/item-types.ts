/** What may stand wherever an item stands. */
export const ANY_ITEM =
  '( Item:Item | Message:Message | CalendarItem:CalendarItem | Contact:Contact | DistributionList:DistributionList | MeetingMessage:MeetingMessage | MeetingRequest:MeetingRequest | MeetingResponse:MeetingResponse | MeetingCancellation:MeetingCancellation | Task:Task | PostItem:PostItem )';

const PATTERN =
  'RelativeYearlyRecurrence:RelativeYearly | AbsoluteYearlyRecurrence:AbsoluteYearly | RelativeMonthlyRecurrence:RelativeMonthly | AbsoluteMonthlyRecurrence:AbsoluteMonthly | WeeklyRecurrence:Weekly | DailyRecurrence:Interval';
const RANGE = '( NoEndRecurrence:RangeStart | EndDateRecurrence:RangeEnd | NumberedRecurrence:RangeNumber )';

const CALENDAR_COMMON =
  'Start:dateTime? End:dateTime? OriginalStart:dateTime? IsAllDayEvent:boolean? LegacyFreeBusyStatus:FreeBusy? Location:string? When:string? IsMeeting:boolean? IsCancelled:boolean? IsRecurring:boolean? MeetingRequestWasSent:boolean?';
const CALENDAR_REST =
  'ConflictingMeetingCount:int? AdjacentMeetingCount:int? Duration:string? TimeZone:string? AppointmentReplyTime:dateTime? AppointmentSequenceNumber:int? AppointmentState:int? Recurrence:Recurrence? FirstOccurrence:OccurrenceInfo? LastOccurrence:OccurrenceInfo? ModifiedOccurrences:OccurrenceInfoList? DeletedOccurrences:DeletedOccurrenceList? MeetingTimeZone:LegacyTimeZone? StartTimeZone:TimeZoneDefinition?^10 EndTimeZone:TimeZoneDefinition?^10 ConferenceType:int? AllowNewTimeProposal:boolean? IsOnlineMeeting:boolean? MeetingWorkspaceUrl:string? NetShowUrl:string? EnhancedLocation:EnhancedLocation?^13';
const MEETING_WHO =
  'Organizer:Recipient? RequiredAttendees:AttendeeList? OptionalAttendees:AttendeeList? Resources:AttendeeList?';

/** Items and what they are made of, each in the order of the wire (MS-OXWSCORE, MSG, MTGS, CONT, TASK, POST, DLIST). */
export const ITEM_TYPES = `
t MimeContent = #string @CharacterSet
t Body = #string @BodyType:BodyKind! @IsTruncated:boolean^13
t Mailbox = Name:string? EmailAddress:nonEmpty? RoutingType:nonEmpty? MailboxType:MailboxKind? ItemId:ItemId? OriginalDisplayName:string?^13
t Recipient = Mailbox
t RecipientList = Mailbox*
t StringList = String:string*
t Header = #string @HeaderName!
t HeaderList = InternetMessageHeader:Header+
t ItemId = @Id! @ChangeKey
t FolderId = @Id! @ChangeKey
t OccurrenceItemId = @RecurringMasterId! @ChangeKey @InstanceIndex:int!
t RecurringMasterItemId = @OccurrenceId! @ChangeKey
t ConversationId = @Id! @ChangeKey
t EffectiveRights = CreateAssociated:boolean CreateContents:boolean CreateHierarchy:boolean Delete:boolean Modify:boolean Read:boolean ViewPrivateItems:boolean?^10
t Flag = FlagStatus StartDate:dateTime? DueDate:dateTime? CompleteDate:dateTime?
t ExtendedFieldURI = @DistinguishedPropertySetId:PropertySet @PropertySetId:guid @PropertyTag:tag @PropertyName @PropertyId:int @PropertyType:MapiType!
t ValueList = Value:string+
t ExtendedProperty = ExtendedFieldURI ( Value:string | Values:ValueList )
t AttachmentId = @Id! @RootItemId @RootItemChangeKey
t AttachmentBase = AttachmentId? Name:string? ContentType:string? ContentId:string? ContentLocation:string? Size:int?^10 LastModifiedTime:dateTime?^10 IsInline:boolean?^10
t FileAttachment < AttachmentBase = IsContactPhoto:boolean?^10 Content:base64?
t ReferenceAttachment < AttachmentBase = AttachLongPathName:string? ProviderType:string? ProviderEndpointUrl:string? AttachmentThumbnailUrl:string? AttachmentPreviewUrl:string? PermissionType:int? OriginalPermissionType:int? AttachmentIsFolder:boolean?
t ResponseObjects = ReplyToItem:Empty? ReplyAllToItem:Empty? ForwardItem:Empty?
t Empty =
t Item = MimeContent? ItemId? ParentFolderId:FolderId? ItemClass:string? Subject:string? Sensitivity? Body? Attachments:AttachmentList? DateTimeReceived:dateTime? Size:int? Categories:StringList? Importance? InReplyTo:string? IsSubmitted:boolean? IsDraft:boolean? IsFromMe:boolean? IsResend:boolean? IsUnmodified:boolean? InternetMessageHeaders:HeaderList? DateTimeSent:dateTime? DateTimeCreated:dateTime? ResponseObjects? ReminderDueBy:dateTime? ReminderIsSet:boolean? ReminderNextTime:dateTime?^13 ReminderMinutesBeforeStart:minutes? DisplayCc:string? DisplayTo:string? DisplayBcc:string?^13 HasAttachments:boolean? ExtendedProperty* Culture:language? EffectiveRights? LastModifiedName:string? LastModifiedTime:dateTime? IsAssociated:boolean?^10 WebClientReadFormQueryString:string?^10 WebClientEditFormQueryString:string?^10 ConversationId?^10 UniqueBody:Body?^10 Flag?^13 StoreEntryId:base64?^10.2 InstanceKey:base64?^13 NormalizedBody:Body?^13 Preview:string?^13 TextBody:Body?^13 IconIndex:string?^13
t AttachmentList = ( ItemAttachment | FileAttachment | ReferenceAttachment^16 )+
t RecurrenceBase =
t Interval = Interval:int
t Weekly = Interval:int DaysOfWeek:Weekdays FirstDayOfWeek:Weekday?^10
t AbsoluteMonthly = Interval:int DayOfMonth:int
t RelativeMonthly = Interval:int DaysOfWeek:Weekday DayOfWeekIndex:WeekIndex
t AbsoluteYearly = DayOfMonth:int Month:Month
t RelativeYearly = DaysOfWeek:Weekday DayOfWeekIndex:WeekIndex Month:Month
t RangeStart = StartDate:date
t RangeEnd = StartDate:date EndDate:date
t RangeNumber = StartDate:date NumberOfOccurrences:int
t Recurrence = ( ${PATTERN} ) ${RANGE}
t TaskRecurrence = ( ${PATTERN} | DailyRegeneration:Interval | WeeklyRegeneration:Interval | MonthlyRegeneration:Interval | YearlyRegeneration:Interval ) ${RANGE}
t TimeChange = Offset:duration ( RelativeYearlyRecurrence:RelativeYearly | AbsoluteDate:date ) Time:time @TimeZoneName
t LegacyTimeZone = BaseOffset:duration? Standard:TimeChange? Daylight:TimeChange? @TimeZoneName
t Period = @Bias:duration! @Name! @Id!
t PeriodList = Period+
t TransitionTarget = #string @Kind!
t Transition = To:TransitionTarget
t AbsoluteDateTransition = To:TransitionTarget DateTime:dateTime
t RecurringDayTransition = To:TransitionTarget TimeOffset:duration Month:int DayOfWeek:Weekday Occurrence:int
t RecurringDateTransition = To:TransitionTarget TimeOffset:duration Month:int Day:int
t Transitions = ( Transition | AbsoluteDateTransition | RecurringDayTransition | RecurringDateTransition )+ @Id
t TransitionsGroups = TransitionsGroup:Transitions+
t TimeZoneDefinition = Periods:PeriodList? TransitionsGroups? Transitions? @Id @Name
t Attendee = Mailbox ResponseType:Response? LastResponseTime:dateTime? ProposedStart:dateTime?^13 ProposedEnd:dateTime?^13
t AttendeeList = Attendee+
t OccurrenceInfo = ItemId Start:dateTime End:dateTime OriginalStart:dateTime
t OccurrenceInfoList = Occurrence:OccurrenceInfo+
t DeletedOccurrence = Start:dateTime
t DeletedOccurrenceList = DeletedOccurrence+
t EnhancedLocation = DisplayName:string Annotation:string?
t Message < Item = Sender:Recipient? ToRecipients:RecipientList? CcRecipients:RecipientList? BccRecipients:RecipientList? IsReadReceiptRequested:boolean? IsDeliveryReceiptRequested:boolean? ConversationIndex:base64? ConversationTopic:string? From:Recipient? InternetMessageId:string? IsRead:boolean? IsResponseRequested:boolean? References:string? ReplyTo:RecipientList? ReceivedBy:Recipient? ReceivedRepresenting:Recipient?
t MeetingMessage < Message = AssociatedCalendarItemId:ItemId? IsDelegated:boolean? IsOutOfDate:boolean? HasBeenProcessed:boolean? ResponseType:Response? UID:string? RecurrenceId:dateTime? DateTimeStamp:dateTime? IsOrganizer:boolean?^13
t MeetingRequest < MeetingMessage = MeetingRequestType:MeetingRequestKind? IntendedFreeBusyStatus:FreeBusy? ${CALENDAR_COMMON} CalendarItemType:CalendarKind? MyResponseType:Response? ${MEETING_WHO} ${CALENDAR_REST}
t MeetingResponse < MeetingMessage = Start:dateTime?^13 End:dateTime?^13 Location:string?^13 Recurrence?^13 CalendarItemType:string?^13 ProposedStart:dateTime?^13 ProposedEnd:dateTime?^13 EnhancedLocation?^13
t MeetingCancellation < MeetingMessage = Start:dateTime?^13 End:dateTime?^13 Location:string?^13 Recurrence?^13 CalendarItemType:string?^13 EnhancedLocation?^13
t CalendarItem < Item = UID:string? RecurrenceId:dateTime? DateTimeStamp:dateTime? ${CALENDAR_COMMON} IsResponseRequested:boolean? CalendarItemType:CalendarKind? MyResponseType:Response? ${MEETING_WHO} ${CALENDAR_REST} StartWallClock:dateTime?^13 EndWallClock:dateTime?^13 StartTimeZoneId:string?^13 EndTimeZoneId:string?^13 IntendedFreeBusyStatus:FreeBusy?^13 IsOrganizer:boolean?^13
t CompleteName = Title:string? FirstName:string? MiddleName:string? LastName:string? Suffix:string? Initials:string? FullName:string? Nickname:string? YomiFirstName:string? YomiLastName:string?
t EmailEntry = #string @Key:EmailKey! @Name^10 @RoutingType^10 @MailboxType:MailboxKind^10
t EmailEntries = Entry:EmailEntry+
t AddressEntry = Street:string? City:string? State:string? CountryOrRegion:string? PostalCode:string? @Key:AddressKey!
t AddressEntries = Entry:AddressEntry+
t PhoneEntry = #string @Key:PhoneKey!
t PhoneEntries = Entry:PhoneEntry+
t ImEntry = #string @Key:ImKey!
t ImEntries = Entry:ImEntry+
t Contact < Item = FileAs:string? FileAsMapping? DisplayName:string? GivenName:string? Initials:string? MiddleName:string? Nickname:string? CompleteName? CompanyName:string? EmailAddresses:EmailEntries? PhysicalAddresses:AddressEntries? PhoneNumbers:PhoneEntries? AssistantName:string? Birthday:dateTime? BusinessHomePage:string? Children:StringList? Companies:StringList? ContactSource? Department:string? Generation:string? ImAddresses:ImEntries? JobTitle:string? Manager:string? Mileage:string? OfficeLocation:string? PostalAddressIndex:AddressIndex? Profession:string? SpouseName:string? Surname:string? WeddingAnniversary:dateTime? HasPicture:boolean?^10 PhoneticFullName:string?^10.1 PhoneticFirstName:string?^10.1 PhoneticLastName:string?^10.1 Alias:string?^10.1 Notes:string?^10.1
t Task < Item = ActualWork:int? AssignedTime:dateTime? BillingInformation:string? ChangeCount:int? Companies:StringList? CompleteDate:dateTime? Contacts:StringList? DelegationState:TaskDelegation? Delegator:string? DueDate:dateTime? IsAssignmentEditable:int? IsComplete:boolean? IsRecurring:boolean? IsTeamTask:boolean? Mileage:string? Owner:string? PercentComplete:double? Recurrence:TaskRecurrence? StartDate:dateTime? Status:TaskStatus? StatusDescription:string? TotalWork:int?
t PostItem < Item = ConversationIndex:base64? ConversationTopic:string? From:Recipient? InternetMessageId:string? IsRead:boolean? PostedTime:dateTime? References:string? Sender:Recipient?
t Member = Mailbox? Status:MemberStatus? @Key
t MemberList = Member*
t DistributionList < Item = DisplayName:string? FileAs:string? ContactSource? Members:MemberList?^10
t ItemAttachment < AttachmentBase = ( Item:Item | Message:Message | CalendarItem:CalendarItem | Contact:Contact | MeetingMessage:MeetingMessage | MeetingRequest:MeetingRequest | MeetingResponse:MeetingResponse | MeetingCancellation:MeetingCancellation | Task:Task | PostItem:PostItem )?
`;
