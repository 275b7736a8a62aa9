/** Codes of the failure matrix, and those that the issues of this product were about; what each row of it must be. */
export const CODES = {
  passing: [
    ...'ErrorServerBusy ErrorExceededConnectionCount ErrorTimeoutExpired ErrorTooManyObjectsOpened'.split(' '),
    ...'ErrorInternalServerTransientError ErrorInternalServerError ErrorMailboxFailover'.split(' '),
    ...'ErrorMailboxMoveInProgress ErrorMailboxStoreUnavailable ErrorConnectionFailed ErrorADUnavailable'.split(' '),
    ...'ErrorInsufficientResources ErrorBatchProcessingStopped'.split(' '),
  ],
  access: [
    ...'ErrorAccessDenied ErrorImpersonateUserDenied ErrorImpersonationDenied ErrorNonExistentMailbox'.split(' '),
    ...'ErrorPasswordExpired ErrorPasswordChangeRequired ErrorAccountDisabled'.split(' '),
  ],
  mailbox: [
    ...'ErrorQuotaExceeded ErrorInvalidServerVersion ErrorIncorrectSchemaVersion'.split(' '),
    ...'ErrorInvalidSchemaVersionForMailboxVersion ErrorWrongServerVersion ErrorCrossSiteRequest'.split(' '),
    'ErrorNoRespondingCASInDestinationSite',
  ],
  item: [
    ...'ErrorMessageSizeExceeded ErrorRequestStreamTooBig ErrorDataSizeLimitExceeded ErrorItemNotFound'.split(' '),
    ...'ErrorItemCorrupt ErrorCorruptData ErrorContentConversionFailed ErrorMimeContentInvalid RpcFormat'.split(' '),
    ...'ErrorVirusDetected ErrorInvalidChangeKey ErrorStaleObject ErrorIrresolvableConflict'.split(' '),
    'ErrorInvalidIdMalformedEwsLegacyIdFormat',
  ],
  folder: [
    ...'ErrorInvalidSyncStateData ErrorSyncFolderNotFound ErrorFolderNotFound ErrorFolderCorrupt'.split(' '),
    ...'ErrorFolderSave ErrorFolderExists ErrorInvalidValueForProperty'.split(' '),
  ],
  property: [
    ...'ErrorTimeZone ErrorInvalidPropertySet ErrorPropertyUpdate ErrorInvalidPropertyForOperation'.split(' '),
    ...'ErrorCalendarInvalidPropertyValue ErrorInvalidExtendedProperty ErrorItemSave'.split(' '),
  ],
} as const;

/** What comes instead of an answer. `done`: the server carried the request out. */
export type Page =
  | { status: number; location?: string; isEmpty?: true; done?: true }
  | { broken: 'hang' | 'reset'; done?: true };

export const PAGES: Readonly<Record<string, Page>> = {
  '400': { status: 400 },
  '403': { status: 403 },
  '404': { status: 404 },
  '406': { status: 406 },
  '413': { status: 413 },
  '421': { status: 421 },
  '302': { status: 302, location: '/blocked.html' },
  '500': { status: 500 },
  '501': { status: 501 },
  '503': { status: 503 },
  'HTML 200': { status: 200 },
  'HTML 200, done': { status: 200, done: true },
  'empty Body': { status: 200, isEmpty: true },
  'empty Body, done': { status: 200, isEmpty: true, done: true },
  hang: { broken: 'hang' },
  'hang, done': { broken: 'hang', done: true },
  reset: { broken: 'reset' },
  'reset, done': { broken: 'reset', done: true },
};

export const isPage = (kind: string): boolean => kind in PAGES;
export const isOneOf = (kind: string, ...groups: (keyof typeof CODES)[]): boolean =>
  groups.some((group) => (CODES[group] as readonly string[]).includes(kind));

type Family = keyof typeof CODES;
/** To which group of codes a kind belongs; `page` for what comes instead of an answer. */
export const familyOf = (kind: string): Family | 'page' =>
  isPage(kind) ? 'page' : (Object.keys(CODES) as Family[]).find((family) => isOneOf(kind, family))!;
