import type { FaultKind, FaultScope } from '../../engine/model/fault.ts';

type Row = readonly [kind: FaultKind, scope: FaultScope];

/**
 * What each response code means for a migration. The rows follow the failure matrix; a code that stands in no row
 * is `unknown`.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
 */
const ROWS: readonly (readonly [Row, readonly string[]])[] = [
  [['busy', 'batch'], ['ErrorServerBusy']],
  [['too-many-connections', 'batch'], ['ErrorExceededConnectionCount']],
  [
    ['overload', 'batch'],
    ['ErrorTimeoutExpired', 'ErrorTooManyObjectsOpened', 'ErrorBatchTooLarge', 'ErrorNotEnoughMemory'],
  ],
  [
    ['transient', 'batch'],
    [
      'ErrorInternalServerTransientError',
      'ErrorInternalServerError',
      'ErrorMailboxFailover',
      'ErrorMailboxMoveInProgress',
      'ErrorMailboxStoreUnavailable',
      'ErrorConnectionFailed',
      'ErrorConnectionFailedTransientError',
      'ErrorADUnavailable',
      'ErrorADOperation',
      'ErrorADSessionFilter',
      'ErrorInsufficientResources',
      'ErrorClientDisconnected',
      'ErrorProxyCallFailed',
      'ErrorProxyRequestProcessingFailed',
      'ErrorProxyTokenExpired',
      'ErrorProxySoapException',
      'ErrorRequestAborted',
      'ErrorExpiredSubscription',
    ],
  ],
  [
    ['access', 'mailbox'],
    [
      'ErrorAccessDenied',
      'ErrorImpersonateUserDenied',
      'ErrorImpersonationDenied',
      'ErrorImpersonationFailed',
      'ErrorNonExistentMailbox',
      // grommunio's word for the same.
      'ErrorCannotFindUser',
      'ErrorPasswordExpired',
      'ErrorPasswordChangeRequired',
      'ErrorAccountDisabled',
      'ErrorMailboxLogonFailed',
      'ErrorMissingEmailAddress',
      'ErrorNonPrimarySmtpAddress',
      'ErrorInvalidUserPrincipalName',
      'ErrorCallerIsInvalidADAccount',
      'ErrorOrganizationAccessBlocked',
    ],
  ],
  [
    ['access', 'folder'],
    ['ErrorCreateItemAccessDenied', 'ErrorCreateSubfolderAccessDenied'],
  ],
  [['not-processed', 'item'], ['ErrorBatchProcessingStopped']],
  [['quota', 'mailbox'], ['ErrorQuotaExceeded']],
  [['quota', 'folder'], ['ErrorMessagePerFolderCountReceiveQuotaExceeded']],
  [
    ['too-large', 'item'],
    [
      'ErrorMessageSizeExceeded',
      'ErrorRequestStreamTooBig',
      'ErrorDataSizeLimitExceeded',
      'ErrorAttachmentSizeLimitExceeded',
    ],
  ],
  [
    ['vanished', 'item'],
    ['ErrorItemNotFound', 'ErrorNameResolutionNoResults', 'ErrorNameResolutionNoMailbox'],
  ],
  [
    ['vanished', 'folder'],
    ['ErrorFolderNotFound', 'ErrorParentFolderNotFound', 'ErrorSavedItemFolderNotFound', 'ErrorToFolderNotFound'],
  ],
  [
    ['corrupt', 'item'],
    [
      'ErrorItemCorrupt',
      'ErrorCorruptData',
      'ErrorContentConversionFailed',
      'ErrorMimeContentInvalid',
      'ErrorMimeContentInvalidBase64String',
      'ErrorMimeContentConversionFailed',
      'ErrorUnsupportedMimeConversion',
      'ErrorUnsupportedTypeForConversion',
      'ErrorCannotOpenFileAttachment',
      'ErrorInvalidItemForOperationCreateItem',
      'ErrorInvalidItemForOperationCreateItemAttachment',
      'ErrorInvalidPropertySet',
      'ErrorInvalidPropertyRequest',
      'ErrorInvalidPropertyForOperation',
      'ErrorInvalidExtendedProperty',
      'ErrorInvalidExtendedPropertyValue',
      'ErrorInvalidValueForProperty',
      'ErrorItemPropertyRequestFailed',
      'ErrorItemSave',
      'ErrorItemSavePropertyError',
      'ErrorPropertyUpdate',
      'ErrorPropertyValidationFailure',
      'ErrorObjectTypeChanged',
      'ErrorRequiredPropertyMissing',
      'ErrorUnsupportedPropertyDefinition',
      'ErrorUnsupportedMapiPropertyType',
      'ErrorUnsupportedRecurrence',
      'ErrorUnsupportedCulture',
      'ErrorRecurrenceEndDateTooBig',
      'ErrorRecurrenceHasNoOccurrence',
      'ErrorOccurrenceCrossingBoundary',
      'ErrorOccurrenceTimeSpanTooBig',
      'ErrorCalendarDurationIsTooLong',
      'ErrorCalendarEndDateIsEarlierThanStartDate',
      'ErrorCalendarInvalidDayForTimeChangePattern',
      'ErrorCalendarInvalidDayForWeeklyRecurrence',
      'ErrorCalendarInvalidPropertyState',
      'ErrorCalendarInvalidPropertyValue',
      'ErrorCalendarInvalidRecurrence',
      'ErrorCalendarInvalidTimeZone',
      'ErrorCalendarOutOfRange',
      'ErrorTimeZone',
      'ErrorInvalidContactEmailAddress',
      'ErrorInvalidContactEmailIndex',
      'ErrorInvalidPercentCompleteValue',
      'ErrorInvalidCompleteDate',
      'ErrorInvalidRecipients',
      'ErrorInvalidSmtpAddress',
      'ErrorInvalidRoutingType',
      'ErrorValueOutOfRange',
      'ErrorInvalidAttachmentId',
      'ErrorInvalidIdTooManyAttachmentLevels',
      // What could not be converted either; see legacy-ids.ts.
      'ErrorInvalidIdMalformedEwsLegacyIdFormat',
    ],
  ],
  [
    ['corrupt', 'folder'],
    [
      'ErrorFolderCorrupt',
      'ErrorFolderPropertRequestFailed',
      'ErrorFolderSave',
      'ErrorFolderSaveFailed',
      'ErrorFolderSavePropertyError',
    ],
  ],
  [
    ['refused', 'item'],
    [
      'ErrorVirusDetected',
      'ErrorVirusMessageDeleted',
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
      'ErrorCannotCreateContactInNonContactFolder',
      'ErrorCannotCreatePostItemInNonMailFolder',
      'ErrorCannotCreateTaskInNonTaskFolder',
      'ErrorMessageBlocked',
    ],
  ],
  [
    ['stale', 'item'],
    [
      'ErrorInvalidChangeKey',
      'ErrorStaleObject',
      'ErrorIrresolvableConflict',
      'ErrorChangeKeyRequired',
      'ErrorChangeKeyRequiredForWriteOperations',
    ],
  ],
  [
    ['sync-state', 'folder'],
    ['ErrorInvalidSyncStateData', 'ErrorSyncFolderNotFound'],
  ],
  [
    ['version', 'mailbox'],
    ['ErrorInvalidServerVersion', 'ErrorIncorrectSchemaVersion', 'ErrorInvalidSchemaVersionForMailboxVersion'],
  ],
  [
    ['wrong-server', 'mailbox'],
    [
      'ErrorWrongServerVersion',
      'ErrorWrongServerVersionDelegate',
      'ErrorCrossSiteRequest',
      'ErrorNoRespondingCASInDestinationSite',
      'ErrorNoDestinationCASDueToVersionMismatch',
    ],
  ],
  [['unsupported', 'endpoint'], ['ErrorInvalidOperation']],
  // One odd element spoils its whole request: retrying items alone shows which one it is.
  [
    ['corrupt', 'batch'],
    ['ErrorSchemaValidation', 'ErrorInvalidRequest', 'ErrorInvalidArgument'],
  ],
];

export const FAULT_TABLE: ReadonlyMap<string, Row> = new Map(
  ROWS.flatMap(([row, codes]) => codes.map((code) => [code, row] as const)),
);
