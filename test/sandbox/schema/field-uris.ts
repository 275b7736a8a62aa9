/**
 * Paths of properties by the first schema that lists them (UnindexedFieldURIType): those of 2007 SP1 by its own
 * types.xsd, later ones by the version that the EWS Managed API wants, or the reference page. Conversations, people
 * and what only Exchange Online has are left out: no item of a mailbox has them.
 */
const BY_LEVEL: Readonly<Record<number, string>> = {
  8: `folder: FolderId ParentFolderId DisplayName UnreadCount TotalCount ChildFolderCount FolderClass SearchParameters ManagedFolderInformation PermissionSet EffectiveRights
item: ItemId ParentFolderId ItemClass MimeContent Attachments Subject DateTimeReceived Size Categories HasAttachments Importance InReplyTo InternetMessageHeaders IsDraft IsFromMe IsResend IsSubmitted IsUnmodified DateTimeSent DateTimeCreated Body ResponseObjects Sensitivity ReminderDueBy ReminderIsSet ReminderMinutesBeforeStart DisplayTo DisplayCc Culture EffectiveRights LastModifiedName LastModifiedTime
message: ConversationIndex ConversationTopic InternetMessageId IsRead IsResponseRequested IsReadReceiptRequested IsDeliveryReceiptRequested ReceivedBy ReceivedRepresenting References ReplyTo From Sender ToRecipients CcRecipients BccRecipients
meeting: AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType
meetingRequest: MeetingRequestType IntendedFreeBusyStatus
calendar: Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent IsResponseRequested CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees Resources ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences MeetingTimeZone ConferenceType AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl UID RecurrenceId DateTimeStamp
task: ActualWork AssignedTime BillingInformation ChangeCount Companies CompleteDate Contacts DelegationState Delegator DueDate IsAssignmentEditable IsComplete IsRecurring IsTeamTask Mileage Owner PercentComplete Recurrence StartDate Status StatusDescription TotalWork
contacts: AssistantName Birthday BusinessHomePage Children Companies CompanyName CompleteName ContactSource Culture Department DisplayName EmailAddresses FileAs FileAsMapping Generation GivenName ImAddresses Initials JobTitle Manager MiddleName Mileage Nickname OfficeLocation PhoneNumbers PhysicalAddresses PostalAddressIndex Profession SpouseName Surname WeddingAnniversary
postitem: PostedTime`,
  10: `folder: SharingEffectiveRights
item: IsAssociated ConversationId UniqueBody WebClientReadFormQueryString WebClientEditFormQueryString
calendar: StartTimeZone EndTimeZone
contacts: HasPicture
distributionlist: Members`,
  10.1: `contacts: PhoneticFullName PhoneticFirstName PhoneticLastName Alias Notes Photo UserSMIMECertificate MSExchangeCertificate DirectoryId ManagerMailbox DirectReports`,
  10.2: `item: StoreEntryId`,
  13: `folder: DistinguishedFolderId PolicyTag ArchiveTag ReplicaList
item: Flag InstanceKey NormalizedBody EntityExtractionResult PolicyTag ArchiveTag RetentionDate Preview RightsManagementLicenseData ReminderNextTime DisplayBcc TextBody IconIndex BlockStatus HasBlockedImages
message: ApprovalRequestData VotingInformation
meeting: ProposedStart ProposedEnd
meetingRequest: ChangeHighlights
calendar: EnhancedLocation StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId JoinOnlineMeetingUrl OnlineMeetingSettings IsOrganizer`,
  13.1: `message: ReminderMessageData`,
  15: `item: PredictedActionReasons IsClutter`,
  16: `item: MimeContentUTF8 Mentions MentionedMe MentionsPreview MentionsEx Hashtags AppliedHashtags AppliedHashtagsPreview Likes LikesPreview PendingSocialActivityTagIds AtAllMention CanDelete InferenceClassification
calendar: InboxReminders`,
};

/** Level that lists each FieldURI first. */
export const FIELD_LEVELS: ReadonlyMap<string, number> = new Map(
  Object.entries(BY_LEVEL).flatMap(([level, text]) =>
    text.split('\n').flatMap((line) => {
      const [prefix = '', ...names] = line.split(' ');
      return names.map((name) => [`${prefix}${name}`, Number(level)] as const);
    }),
  ),
);
