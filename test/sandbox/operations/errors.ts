import { leaf, type Xml } from '../xml/node.ts';

/** What an operation refuses for one item, folder or id; becomes a response message with ResponseClass Error. */
export class EwsError extends Error {
  readonly code: string;
  /** Inner XML of MessageXml. */
  readonly details: Xml | undefined;
  constructor(code: string, message?: string, details?: Xml) {
    super(message ?? TEXTS[code] ?? 'The request failed.');
    this.name = 'EwsError';
    this.code = code;
    this.details = details;
  }
}

/** What ends a whole request: a SOAP fault with HTTP 500. */
export class SoapFault extends Error {
  readonly code: string;
  readonly details: Xml | undefined;
  constructor(code: string, message?: string, details?: Xml) {
    super(message ?? TEXTS[code] ?? 'An internal server error occurred.');
    this.name = 'SoapFault';
    this.code = code;
    this.details = details;
  }
}

/** A SOAP fault without any code of Exchange, as servers of another make write it; not always with status 500. */
export class PlainFault extends SoapFault {
  readonly faultCode: 'Client' | 'Server';
  readonly status: number;
  constructor(faultCode: 'Client' | 'Server', status: number, message: string) {
    super('ErrorInternalServerError', message);
    this.name = 'PlainFault';
    this.faultCode = faultCode;
    this.status = status;
  }
}

/** A request off the schema; `line` and `position` count from one. */
export class SchemaFault extends SoapFault {
  readonly violation: string;
  readonly line: number;
  readonly position: number;
  constructor(violation: string, line: number, position: number) {
    super('ErrorSchemaValidation', `The request failed schema validation: ${violation}`, [
      `<t:LineNumber>${line}</t:LineNumber><t:LinePosition>${position}</t:LinePosition>`,
      leaf('t:Violation', violation),
    ]);
    this.name = 'SchemaFault';
    this.violation = violation;
    this.line = line;
    this.position = position;
  }
}

const TEXTS: Record<string, string> = {
  ErrorAccessDenied: 'Access is denied. Check credentials and try again.',
  ErrorCannotDeleteObject: 'Object cannot be deleted.',
  ErrorCannotFindFile: 'Cannot find the file.',
  ErrorAttachmentSizeLimitExceeded: 'The attachment is too large.',
  ErrorCorruptData: 'The data is corrupt.',
  ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange: 'Occurrence with this index is not found within the recurrence.',
  ErrorCalendarOccurrenceIsDeletedFromRecurrence:
    'Occurrence with this index was previously deleted from the recurrence.',
  ErrorCalendarEndDateIsEarlierThanStartDate: 'End date is earlier than start date.',
  ErrorDeleteDistinguishedFolder: 'Distinguished folders cannot be deleted.',
  ErrorDelegateAlreadyExists: 'The user is already a delegate for the mailbox.',
  ErrorDelegateCannotAddOwner: 'The owner of the mailbox cannot be added as a delegate.',
  ErrorDelegateNoUser: 'The delegate user could not be found in the directory.',
  ErrorInvalidDelegatePermission: 'The delegate permission is not valid.',
  ErrorInvalidDelegateUserId: 'The delegate user has neither a SID nor a primary SMTP address.',
  ErrorNotDelegate: 'The user is not a delegate for the mailbox.',
  ErrorInboxRulesValidationError: 'A rule of the request is not valid; no rule was changed.',
  ErrorOutlookRuleBlobExists: 'The mailbox has rules that only Outlook knows; they must be removed first.',
  ErrorIdentityArrayEmpty: 'The request names no mailbox.',
  ErrorIdentityArrayTooBig: 'The request names too many mailboxes.',
  ErrorInvalidFreeBusyViewType: 'The free/busy view is not valid.',
  ErrorInvalidMergedFreeBusyInterval: 'The interval of the merged free/busy view is not valid.',
  ErrorInvalidTimeInterval: 'The start of the time window is not before its end.',
  ErrorMailRecipientNotFound: 'The mail recipient was not found in the directory.',
  ErrorNoFreeBusyAccess: 'The caller has no free/busy access to the calendar.',
  ErrorTimeIntervalTooBig: 'The time window is too long.',
  ErrorInvalidScheduledOofDuration: 'The duration for out of office is not valid.',
  ErrorInvalidValueForProperty: 'The value is not of the type that it says.',
  ErrorRulesOverQuota: 'The rules of the mailbox are larger than its quota for rules.',
  ErrorFolderExists: 'A folder with the specified name already exists.',
  ErrorFolderNotFound: 'The specified folder could not be found in the store.',
  ErrorImpersonateUserDenied: 'The account does not have permission to impersonate the requested user.',
  ErrorIncorrectSchemaVersion:
    'The request is valid but does not specify the correct server version in the RequestServerVersion SOAP header.  Ensure that the RequestServerVersion SOAP header is set with the correct RequestServerVersionValue.',
  ErrorInternalServerError: 'An internal server error occurred. The operation failed.',
  ErrorInvalidAttachmentId: 'The attachment ID is invalid.',
  ErrorInvalidChangeKey: 'The change key is invalid.',
  ErrorInvalidExtendedProperty: 'The extended property attribute combination is invalid.',
  ErrorInvalidExtendedPropertyValue: 'The value of the extended property is not of its type.',
  ErrorInvalidFolderTypeForOperation: 'The folder type is invalid for this operation.',
  ErrorInvalidIdMalformed: 'Id is malformed.',
  ErrorInvalidIdEmpty: 'Id must be non-empty.',
  ErrorInvalidIdMalformedEwsLegacyIdFormat:
    'The EWS Id is in EwsLegacyId format which is not supported by the Exchange version specified by your request. Please use the ConvertId method to convert from EwsLegacyId to EwsId format.',
  ErrorCannotUseFolderIdForItemId: 'Expected an item Id but received a folder Id.',
  ErrorCannotUseItemIdForFolderId: 'Expected a folder Id but received an item Id.',
  ErrorMessageSizeExceeded: 'The message exceeds the maximum supported size.',
  ErrorQuotaExceeded: 'Mailbox has exceeded maximum mailbox size.',
  ErrorExceededFindCountLimit:
    'You have exceeded the maximum number of objects that can be returned for the find operation. Use paging to reduce the result size and try your request again.',
  ErrorInvalidPagingMaxRows: 'MaxEntriesReturned must be greater than zero.',
  ErrorInvalidIndexedPagingParameters: 'The specified indexed paging values are invalid.',
  ErrorInvalidFractionalPagingParameters: 'Invalid fractional paging offset values.',
  ErrorUnsupportedQueryFilter: 'QueryFilter type is not supported.',
  ErrorInvalidIdNotAnItemAttachmentId: 'The id is not an item attachment id.',
  ErrorInvalidOperation: 'The operation is invalid.',
  ErrorInvalidPropertySet: 'Set action is invalid for property.',
  ErrorInvalidPropertyDelete: 'Delete action is invalid for this property.',
  ErrorInvalidPropertyAppend: 'Append action is invalid for this property.',
  ErrorInvalidPropertyRequest: 'Property is not valid for this object type.',
  ErrorInvalidRequest: 'The request is invalid.',
  ErrorInvalidServerVersion: 'The specified server version is invalid.',
  ErrorInvalidSyncStateData: 'Synchronization state data is corrupt or otherwise invalid.',
  ErrorIrresolvableConflict:
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ErrorItemNotFound: 'The specified object was not found in the store.',
  ErrorItemSave: 'An error occurred while trying to save the item.',
  ErrorMimeContentInvalid: 'The MIME content is invalid.',
  ErrorMimeContentInvalidBase64String: 'The base64 string of the MIME content is invalid.',
  ErrorMissingEmailAddress:
    'When making a request as an account that does not have a mailbox, you must specify the mailbox primary SMTP address for any distinguished folder Ids.',
  ErrorCalendarCannotMoveOrCopyOccurrence: 'Can not move or copy a calendar occurrence.',
  ErrorCannotEmptyFolder: 'Folder cannot be emptied.',
  ErrorCannotSetCalendarPermissionOnNonCalendarFolder: 'Expected a PermissionSet but received a CalendarPermissionSet.',
  ErrorCannotSetNonCalendarPermissionOnCalendarFolder: 'Expected a CalendarPermissionSet but received a PermissionSet.',
  ErrorCannotSetPermissionUnknownEntries: 'Cannot set UnknownEntries on a PermissionSet or CalendarPermissionSet.',
  ErrorCreateItemAccessDenied: 'Unable to create item. The user account does not have the right to create items.',
  ErrorCreateSubfolderAccessDenied:
    'Unable to create subfolder. The user account does not have the right to create subfolders.',
  ErrorDuplicateUserIdsSpecified: 'The specified permission set contains duplicate UserIds.',
  ErrorFolderSave: 'The folder save operation did not succeed.',
  ErrorIncorrectUpdatePropertyCount:
    'An object within a change description must contain one and only one property to modify.',
  ErrorInvalidParentFolder: 'Cannot create a subfolder within a SearchFolder.',
  ErrorInvalidPermissionSettings: 'The permission settings were not valid.',
  ErrorInvalidUserSid: 'The user SID is invalid or does not map to a user in the Active Directory.',
  ErrorUpdatePropertyMismatch: 'Property for update does not match property in object.',
  ErrorMoveDistinguishedFolder: 'Cannot move distinguished folder.',
  ErrorCrossMailboxMoveCopy: 'Move and Copy operations across mailbox boundaries are not permitted.',
  ErrorToFolderNotFound: 'The specified target folder could not be found.',
  ErrorNoFolderClassOverride: 'You cannot specify the FolderClass when creating a non-generic folder.',
  ErrorMoveCopyFailed: 'The move or copy operation failed.',
  ErrorNonExistentMailbox: 'The SMTP address has no mailbox associated with it.',
  ErrorObjectTypeChanged: 'The type of the object does not match the type of the change.',
  ErrorParentFolderNotFound: 'The specified parent folder could not be found.',
  ErrorPropertyUpdate: 'An object within a change description must contain one and only one property to modify.',
  ErrorRequiredPropertyMissing: 'A required property is missing.',
  ErrorSendMeetingInvitationsRequired: 'SendMeetingInvitations attribute is required for calendar items.',
  ErrorSendMeetingInvitationsOrCancellationsRequired:
    'SendMeetingInvitationsOrCancellations attribute is required for calendar items.',
  ErrorSendMeetingCancellationsRequired: 'SendMeetingCancellations attribute is required for calendar items.',
  ErrorAffectedTaskOccurrencesRequired: 'AffectedTaskOccurrences attribute is required for Task items.',
  ErrorMessageDispositionRequired: 'The MessageDisposition attribute is required for messages.',
  ErrorStaleObject: 'The object has changed since it was read.',
  ErrorSyncFolderNotFound: 'The folder that is being synchronized could not be found.',
  ErrorUnsupportedMimeConversion: 'The property does not support MIME conversion for this item type.',
  ErrorUnsupportedPathForQuery: 'The property can not be used with this type of restriction.',
  ErrorCalendarOutOfRange: 'The value is out of range.',
  ErrorCalendarInvalidDayForWeeklyRecurrence: 'Day, WeekDay and WeekendDay are not valid in a weekly recurrence.',
  ErrorCalendarInvalidDayForTimeChangePattern: 'Day, WeekDay and WeekendDay are not valid in a time change.',
  ErrorCalendarDurationIsTooLong: 'The duration of the calendar item is too long.',
  ErrorCalendarInvalidTimeZone: 'The time zone is invalid.',
  ErrorTimeZone: "The time zone isn't valid.",
  ErrorRecurrenceEndDateTooBig: 'Recurrence end date can not exceed Sep 1, 4500 00:00:00.',
  ErrorRecurrenceHasNoOccurrence: 'Recurrence has no occurrences in the specified range.',
  ErrorOccurrenceTimeSpanTooBig:
    'One occurrence of the recurring calendar item overlaps with another occurrence of the same calendar item.',
  ErrorOccurrenceCrossingBoundary: 'Modified occurrence is crossing or overlapping adjacent occurrence.',
  ErrorCalendarCannotUseIdForOccurrenceId: 'Id must belong to an occurrence of a recurring calendar item.',
  ErrorCalendarCannotUseIdForRecurringMasterId: 'Id must belong to a recurring master calendar item.',
  ErrorCalendarFolderIsInvalidForCalendarView: 'CalendarView can only be used with a calendar folder.',
  ErrorInvalidPercentCompleteValue: 'PercentComplete must be an integer between 0 and 100.',
  ErrorInvalidCompleteDate: 'CompleteDate cannot be set to a date in the future.',
  ErrorInvalidItemForOperationCreateItem: 'Item type is invalid for CreateItem operation.',
  ErrorInvalidItemForOperationCreateItemAttachment: 'Item type is invalid for CreateItemAttachment operation.',
  ErrorMissingItemForCreateItemAttachment: 'An item must be specified when creating an item attachment.',
  ErrorCannotCreateCalendarItemInNonCalendarFolder: 'Cannot create a calendar item in a folder of another kind.',
  ErrorCannotCreateContactInNonContactFolder: 'Cannot create a contact in a folder of another kind.',
  ErrorCannotCreateTaskInNonTaskFolder: 'Cannot create a task in a folder of another kind.',
  ErrorCannotCreatePostItemInNonMailFolder: 'Cannot create a post item in a folder that is not for mail.',
  ErrorNoPropertyTagForCustomProperties:
    'Custom properties cannot be specified using property tags. The GUID and Id/Name combination must be used instead.',
  ErrorUnsupportedMapiPropertyType: 'The MAPI property type is not supported.',
  ErrorItemSavePropertyError: 'Item save operation did not succeed.',
  ErrorInvalidPropertyUpdateSentMessage: 'Update operation is invalid for property of a sent message.',
  ErrorInvalidRecipients: 'One or more recipients are invalid.',
  ErrorMissingRecipients: 'A message needs to have at least one recipient.',
  ErrorInvalidPropertyForExists: 'Property cannot be used in Exists expression. Use IsEqualTo instead.',
};
