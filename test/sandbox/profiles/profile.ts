export type ProfileName =
  | 'Exchange2007_SP1'
  | 'Exchange2010_SP2'
  | 'Exchange2010_SP3'
  | 'Exchange2013'
  | 'Exchange2016'
  | 'Exchange2019'
  | 'ExchangeSE'
  | 'OtherServer'
  | 'Grommunio'
  | 'WorkMail';

/** The default throttling policy of a version; what is absent it does not have. Times in milliseconds. */
export type ThrottlePolicy = {
  /** Requests of one budget at a time. */
  concurrency: number;
  /** Sync calls of one budget at a time. */
  syncConcurrency?: number;
  /** Work of a budget that may come at once. */
  burstMs?: number;
  /** Work that a budget gains in an hour. */
  rechargeMsPerHour?: number;
  /** Debt at which every request is refused. */
  cutoffMs?: number;
};

/**
 * Where a server that is not Exchange departs from it; each is read where it acts. An Exchange has none of them
 * (NO_QUIRKS).
 */
export type Quirks = {
  /** MIME rewritten at each read: headers folded elsewhere, another boundary; equal meaning, other bytes. */
  rewritesMime: boolean;
  /** Instants with fractions of a second. */
  fractionalSeconds: boolean;
  /** Restrictions that it does not know, by element name. */
  unknownRestrictions: readonly string[];
  /** Item elements that CreateItem refuses. */
  notCreatable: readonly string[];
  /** AllProperties without body, attachments and categories: who wants them names them. */
  sparseAllProperties: boolean;
  /** Faults as plain SOAP, without the ResponseCode of Exchange in the detail. */
  plainFaults: boolean;
  /** Operations of its level that it lacks. */
  missingOperations: readonly string[];
  /** No answer says which server it is. */
  namesNoVersion: boolean;
  /** An operation that it lacks is laid to its own charge (`Server`, 500), what it cannot read to the caller's (200). */
  serverFaults: boolean;
  /** Behind a SOAP fault it sends a second answer, with what there was of the operation's own, on the same connection. */
  answersTwice: boolean;
  /** Fields that AllProperties leaves out besides, and that a path brings. */
  notInAllProperties: readonly string[];
  /** Item elements that it shows as plain `Item`. */
  plainElements: readonly string[];
  /** What CreateItem passes over in silence: `Name` of every item, or `Element.Name`. */
  ignoredOnCreate: readonly string[];
  /** Attachment elements that CreateAttachment passes over, without a result. */
  ignoredAttachments: readonly string[];
  /** Types of extended properties that it cannot read: such a request fails as a whole. */
  unreadableTypes: readonly string[];
  /** MoveItem and CopyItem that are asked for new ids answer without. */
  hidesMovedIds: boolean;
  /** CreateItem takes no message in another sender's name, saved only or not. */
  checksSenders: boolean;
  /** UpdateItem takes MimeContent. */
  changesMime: boolean;
  /** Items of one GetItem; beyond it each is answered busy. */
  itemsPerGet?: number;
  /** Who may see free and busy times, and no more, is shown as Custom without any right. */
  hidesFreeBusyRights: boolean;
  /** FindFolder that finds nothing answers without a RootFolder. */
  bareEmptyFinds: boolean;
  /** GetInboxRules knows of none. */
  hidesRules: boolean;
  /** DeleteFolder refuses a folder that holds something. */
  keepsFullFolders: boolean;
  /** A named property goes to the path that asks for it first; another path to it stays empty (http/shadows.ts). */
  shadowsFields: boolean;
  /** Fields that a client names in vain. */
  unknownPaths: readonly string[];
  /** Paths of named properties in answers have both forms of their set. */
  namesSetsTwice: boolean;
  /** The dates of a series are written with a time. */
  timedDates: boolean;
  /** Fields that are written before their place in the schema. */
  earlyFields: readonly string[];
  /** Exceptions of a series are told by the day alone: its midnight, as if the zone were UTC. */
  localMidnights: boolean;
  /** A file without content spoils the request that it is in. */
  refusesEmptyContent: boolean;
  /** CreateAttachment succeeds and shows the file, for as long as the item stays open. */
  forgetsAttachments: boolean;
  /** Headers that MIME has no more when it is rewritten; PidTagTransportMessageHeaders has them. */
  lostHeaders?: RegExp;
  /** The text of a follow-up flag becomes the subject. */
  followUpIsSubject: boolean;
  /** A message of another class becomes what that class is. */
  postsAsMessages: boolean;
  /** ResolveNames gives all that it finds, however many, and calls each a mailbox. */
  resolvesInFull: boolean;
};

/** What sets one server version apart from another. A profile is data: a new version is a new entry. */
export type Profile = {
  name: ProfileName;
  /** How a person calls it. */
  product: string;
  /** As in the ServerVersionInfo header. */
  build: readonly [major: number, minor: number, build: number, revision: number];
  /** As in the same header's Version, which names the schema and not the product. */
  schemaVersion: string;
  /** Schema level; grows with the version, so that an element or operation says in one number since when it is there. */
  level: number;
  /** Values of RequestServerVersion that it takes; see versions.ts for their levels. */
  requestVersions: readonly string[];
  /** The fault for every other value of RequestServerVersion. */
  unknownVersionFault: 'ErrorInvalidServerVersion' | 'ErrorInvalidRequest';
  /** 2007 answers through ASP.NET's own SOAP, the later ones through WCF: other prefixes, other faults. */
  stack: 'asmx' | 'wcf';
  /** IIS request filtering; a larger body is refused before EWS sees it. Bytes. */
  maxRequestBytes: number;
  /** How the front door refuses: IIS 404.13 of the older, 413 of the newer. */
  tooLargeStatus: 404 | 413;
  /** Headers of every EWS answer. */
  headers: Readonly<Record<string, string>>;
  iis: string;
  /** How one signs in to EWS over TLS as it is installed; where absent, and without TLS, by Basic. */
  schemesOverTls?: readonly ('Negotiate' | 'NTLM')[];
  /** Extended Protection of EWS as it is installed: over TLS a wrong channel binding is refused. Default off. */
  extendedProtection?: 'allow';
  /** Front ends of 2013 and later keep a mailbox on its back end by a cookie. */
  setsBackEndCookie?: boolean;
  /** Gives the id of a request back with its answer, where the request asks for that. */
  namesRequests?: boolean;
  /** Whether SOAP faults carry ServerVersionInfo. */
  versionOnFaults: boolean;
  /** Most items of one FindItem, without and with a restriction; none where absent. */
  findItemCap?: { plain: number; restricted: number };
  /** Whether a FindItem without a page fails beyond the cap, instead of being cut. */
  unpagedFindFails: boolean;
  maxSyncChanges: number;
  /** SyncFolderHierarchy tells of deleted folders. */
  hierarchyDeletes: boolean;
  /** Folders that a mailbox can have under Exchange's own names, archive included. */
  distinguishedFolders: readonly string[];
  /** Absent: the version does not throttle. */
  throttle?: ThrottlePolicy;
  quirks: Quirks;
};

export const NO_QUIRKS: Quirks = {
  rewritesMime: false,
  fractionalSeconds: false,
  unknownRestrictions: [],
  notCreatable: [],
  sparseAllProperties: false,
  plainFaults: false,
  missingOperations: [],
  namesNoVersion: false,
  serverFaults: false,
  answersTwice: false,
  notInAllProperties: [],
  plainElements: [],
  ignoredOnCreate: [],
  ignoredAttachments: [],
  unreadableTypes: [],
  hidesMovedIds: false,
  checksSenders: false,
  changesMime: false,
  hidesFreeBusyRights: false,
  bareEmptyFinds: false,
  hidesRules: false,
  keepsFullFolders: false,
  shadowsFields: false,
  unknownPaths: [],
  namesSetsTwice: false,
  timedDates: false,
  earlyFields: [],
  localMidnights: false,
  refusesEmptyContent: false,
  forgetsAttachments: false,
  followUpIsSubject: false,
  postsAsMessages: false,
  resolvesInFull: false,
};
