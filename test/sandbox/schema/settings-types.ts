const TRUTHS =
  'IsApprovalRequest IsAutomaticForward IsAutomaticReply IsEncrypted IsMeetingRequest IsMeetingResponse IsNDR IsPermissionControlled IsReadReceipt IsSigned IsVoicemail'
    .split(' ')
    .map((name) => `${name}:boolean?`)
    .join(' ');

/** What people set up in their mailboxes (MS-OXWSDLGM, UPDATEINBOXRULES in OXWSURPT, OXWSOOF, OXWSUSRCFG, OXWSAVAIL). */
export const SETTINGS_TYPES = `
t UserId = SID:string? PrimarySmtpAddress:string? DisplayName:string? DistinguishedUser:DistinguishedUser? ExternalUserIdentity:string?
t UserIdList = UserId+
t DelegatePermissions = CalendarFolderPermissionLevel:DelegateLevel? TasksFolderPermissionLevel:DelegateLevel? InboxFolderPermissionLevel:DelegateLevel? ContactsFolderPermissionLevel:DelegateLevel? NotesFolderPermissionLevel:DelegateLevel? JournalFolderPermissionLevel:DelegateLevel?
t DelegateUser = UserId DelegatePermissions? ReceiveCopiesOfMeetingMessages:boolean? ViewPrivateItems:boolean?
t DelegateUserList = DelegateUser+
m GetDelegate = Mailbox UserIds:UserIdList? @IncludePermissions:boolean!
m AddDelegate = Mailbox DelegateUsers:DelegateUserList DeliverMeetingRequests?
m UpdateDelegate = Mailbox DelegateUsers:DelegateUserList? DeliverMeetingRequests?
m RemoveDelegate = Mailbox UserIds:UserIdList
t RuleAddressList = Address:Mailbox*
t RuleDateRange = StartDateTime:dateTime? EndDateTime:dateTime?
t RuleSizeRange = MinimumSize:int? MaximumSize:int?
t RulePredicates = Categories:StringList? ContainsBodyStrings:StringList? ContainsHeaderStrings:StringList? ContainsRecipientStrings:StringList? ContainsSenderStrings:StringList? ContainsSubjectOrBodyStrings:StringList? ContainsSubjectStrings:StringList? FlaggedForAction:RuleFlag? FromAddresses:RuleAddressList? FromConnectedAccounts:StringList? HasAttachments:boolean? Importance? ${TRUTHS} ItemClasses:StringList? MessageClassifications:StringList? NotSentToMe:boolean? SentCcMe:boolean? SentOnlyToMe:boolean? SentToAddresses:RuleAddressList? SentToMe:boolean? SentToOrCcMe:boolean? Sensitivity? WithinDateRange:RuleDateRange? WithinSizeRange:RuleSizeRange?
t RuleActions = AssignCategories:StringList? CopyToFolder:TargetFolder? Delete:boolean? ForwardAsAttachmentToRecipients:RuleAddressList? ForwardToRecipients:RuleAddressList? MarkImportance:Importance? MarkAsRead:boolean? MoveToFolder:TargetFolder? PermanentDelete:boolean? RedirectToRecipients:RuleAddressList? SendSMSAlertToRecipients:RuleAddressList? ServerReplyWithMessage:ItemId? StopProcessingRules:boolean?
t Rule = RuleId:string? DisplayName:string Priority:int IsEnabled:boolean IsNotSupported:boolean? IsInError:boolean? Conditions:RulePredicates? Exceptions:RulePredicates? Actions:RuleActions?
t OneRule = Rule
t RuleKey = RuleId:string
t RuleOperations = ( CreateRuleOperation:OneRule | SetRuleOperation:OneRule | DeleteRuleOperation:RuleKey )+
m GetMailTips = SendingAs:Mailbox Recipients:RecipientList MailTipsRequested:MailTipTypes
m GetInboxRules = MailboxSmtpAddress:string?
m UpdateInboxRules = MailboxSmtpAddress:string? RemoveOutlookRuleBlob:boolean? Operations:RuleOperations
t AvailabilityMailbox = Name:string? Address:string RoutingType:string?
t TimeSpan = StartTime:dateTime EndTime:dateTime
t OofReply = Message:string?
t UserOofSettings = OofState ExternalAudience Duration:TimeSpan? InternalReply:OofReply? ExternalReply:OofReply? DeclineMeetingReply:OofReply?^16 DeclineEventsForScheduledOOF:boolean?^16 DeclineAllEventsForScheduledOOF:boolean?^16 CreateOOFEvent:boolean?^16 OOFEventSubject:string?^16 AutoDeclineFutureRequestsWhenOOF:boolean?^16 OOFEventID:string?^16
t GetUserOofSettingsRequest = Mailbox:AvailabilityMailbox
t SetUserOofSettingsRequest = Mailbox:AvailabilityMailbox UserOofSettings
t ConfigurationName < TargetFolder = @Name:nonEmpty!
t DictionaryObject = Type:DictionaryType Value:string+
t NullableObject = Type:DictionaryType? Value:string*
t DictionaryEntry = DictionaryKey:DictionaryObject DictionaryValue:NullableObject
t Dictionary = DictionaryEntry*
t UserConfiguration = UserConfigurationName:ConfigurationName ItemId? Dictionary? XmlData:base64? BinaryData:base64?
m GetUserConfiguration = UserConfigurationName:ConfigurationName UserConfigurationProperties:ConfigurationParts
m CreateUserConfiguration = UserConfiguration
m UpdateUserConfiguration < CreateUserConfiguration =
m DeleteUserConfiguration = UserConfigurationName:ConfigurationName
t ZoneTime = Bias:int Time:string DayOrder:short Month:short DayOfWeek:Weekday Year:string?
t SerializableTimeZone = Bias:int StandardTime:ZoneTime DaylightTime:ZoneTime
t MailboxData = Email:AvailabilityMailbox AttendeeType ExcludeConflicts:boolean?
t MailboxDataList = MailboxData*
t FreeBusyViewOptions = TimeWindow:TimeSpan MergedFreeBusyIntervalInMinutes:int? RequestedView:FreeBusyViews?
t SuggestionsViewOptions = GoodThreshold:int? MaximumResultsByDay:int? MaximumNonWorkHourResultsByDay:int? MeetingDurationInMinutes:int? MinimumSuggestionQuality:SuggestionQuality? DetailedSuggestionsWindow:TimeSpan CurrentMeetingTime:dateTime? GlobalObjectId:string?
m GetUserAvailabilityRequest = t/TimeZone:SerializableTimeZone? MailboxDataArray:MailboxDataList t/FreeBusyViewOptions? t/SuggestionsViewOptions?
`;
