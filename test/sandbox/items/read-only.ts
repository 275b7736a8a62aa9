import { EwsError } from '../operations/errors.ts';
import { uriOf } from './fields.ts';
import type { ItemElement } from './model.ts';

/**
 * Fields that only the server sets, of every kind of item (each element's page in the reference calls it read-only);
 * a client that sends them is refused.
 */
const READ_ONLY = new Set(
  [
    'ItemId ParentFolderId DateTimeReceived Size IsSubmitted IsDraft IsFromMe IsResend IsUnmodified DateTimeSent',
    'InternetMessageHeaders DateTimeCreated ResponseObjects DisplayCc DisplayTo DisplayBcc HasAttachments',
    'EffectiveRights LastModifiedName LastModifiedTime IsAssociated WebClientReadFormQueryString ReminderNextTime',
    'WebClientEditFormQueryString ConversationId UniqueBody StoreEntryId InstanceKey NormalizedBody Preview TextBody',
    'IconIndex EntityExtractionResult BlockStatus HasBlockedImages PredictedActionReasons IsClutter SearchKey SortKey',
    'MentionedMe AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType RecurrenceId',
    'DateTimeStamp OriginalStart IsMeeting IsCancelled IsRecurring MeetingRequestWasSent CalendarItemType',
    'MyResponseType Organizer ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings AdjacentMeetings',
    'Duration TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState FirstOccurrence LastOccurrence',
    'ModifiedOccurrences DeletedOccurrences StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId IsOrganizer',
    'JoinOnlineMeetingUrl OnlineMeetingSettings CompleteName HasPicture ContactSource PhoneticFullName',
    'PhoneticFirstName PhoneticLastName Alias Notes Photo UserSMIMECertificate MSExchangeCertificate DirectoryId',
    'ManagerMailbox DirectReports AssignedTime ChangeCount DelegationState Delegator IsAssignmentEditable IsComplete',
    'IsTeamTask Owner StatusDescription PostedTime',
  ].flatMap((line) => line.split(' ')),
);

export const isReadOnly = (name: string): boolean => READ_ONLY.has(name);

/** The refusal, with the path of what can't be set. */
export function readOnlyError(element: ItemElement, name: string): EwsError {
  const uri = uriOf(element, name);
  return new EwsError(
    'ErrorInvalidPropertySet',
    undefined,
    uri === undefined ? undefined : `<t:FieldURI FieldURI="${uri}"/>`,
  );
}
