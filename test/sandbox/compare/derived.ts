/**
 * Elements of items that are not compared by themselves, and why: what the server works out when it is asked, what
 * belongs to one mailbox, and what a mailbox on one's own servers does not keep. Names as in the schema.
 */
const GROUPS: readonly (readonly [reason: string, names: string])[] = [
  [
    'An address in one mailbox: a copy has its own.',
    'ItemId ParentFolderId StoreEntryId InstanceKey ConversationId AssociatedCalendarItemId SearchKey SortKey WebClientReadFormQueryString WebClientEditFormQueryString AttachmentId',
  ],
  ['What the one who asks may do.', 'EffectiveRights ResponseObjects CanDelete'],
  [
    'Another form of the body, the MIME content or the attachments, which are compared.',
    'UniqueBody NormalizedBody TextBody Preview InternetMessageHeaders HasAttachments HasPicture Size HasBlockedImages BlockStatus MentionsPreview AppliedHashtagsPreview LikesPreview EntityExtractionResult',
  ],
  ['Another form of the recipients or attendees.', 'DisplayTo DisplayCc DisplayBcc'],
  ['Another form of names and titles of a contact.', 'CompleteName'],
  [
    'Bits of PidTagMessageFlags; the two that mean something are compared as IsRead and IsDraft.',
    'IsSubmitted IsFromMe IsResend IsUnmodified',
  ],
  ['Who changed an item last: the account that copied it.', 'LastModifiedName'],
  ['Another form of class and state, compared as they are.', 'IconIndex IsComplete PostedTime'],
  ['Worked out of reminder and series at the moment of asking.', 'ReminderNextTime'],
  [
    'Worked out of times, zones and series, which are compared.',
    'Duration TimeZone CalendarItemType IsRecurring FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId IsOrganizer RecurrenceId OriginalStart When',
  ],
  [
    'Worked out of the rest of the calendar.',
    'ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings',
  ],
  [
    'Of the organisation, not of the mailbox: retention, rights management, the directory.',
    'PolicyTag ArchiveTag RetentionDate RightsManagementLicenseData ContactSource Photo UserSMIMECertificate MSExchangeCertificate DirectoryId ManagerMailbox DirectReports Alias',
  ],
  [
    'Of services that only Exchange Online has; a server of one’s own gives none.',
    'PredictedActionReasons IsClutter Hashtags Mentions MentionedMe MentionsEx AppliedHashtags Likes PendingSocialActivityTagIds AtAllMention InferenceClassification ApprovalRequestData VotingInformation ReminderMessageData MessageSafety SenderSMTPAddress MailboxGuids MailboxGuid InboxReminders JoinOnlineMeetingUrl OnlineMeetingSettings CalendarActivityData DoNotForwardMeeting ChangeHighlights AbchEmailAddresses AccountName IsAutoUpdateDisabled IsMessengerEnabled Comment ContactShortId ContactType Gender IsHidden ObjectId PassportId IsPrivate SourceId TrustLevel CreatedBy Urls Cid SkypeAuthCertificate SkypeContext SkypeId SkypeRelationship YomiNickname XboxLiveTag InviteFree HidePresenceAndProfile IsPendingOutbound SupportGroupFeeds UserTileHash UnifiedInbox Mris Wlid AbchContactId NotInBirthdayCalendar ShellContactType ImMri PresenceTrustLevel OtherMri ProfileLastChanged MobileIMEnabled PartnerNetworkProfilePhotoUrl PartnerNetworkThumbnailPhotoUrl PersonId ConversationGuid AttachmentOriginalUrl',
  ],
];

/** Element → why it is not compared. All others are. */
export const DERIVED: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason])),
);
