import { FOLDER_LEVELS } from '../profiles/folders.ts';
import { FIELD_LEVELS } from './field-uris.ts';
import { wrongValue } from './official-names.ts';
import { SchemaError } from './schema-error.ts';

const DATE = String.raw`-?\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const ZONE = String.raw`(?:Z|[+-]\d{2}:\d{2})?`;

const PATTERNS: Record<string, RegExp> = {
  string: /^[^]*$/,
  nonEmpty: /^[^]+$/,
  boolean: /^\s*(?:true|false|1|0)\s*$/,
  int: /^\s*[+-]?\d{1,10}\s*$/,
  minutes: /^\s*\d{1,7}\s*$/,
  short: /^\s*[+-]?\d{1,5}\s*$/,
  long: /^\s*[+-]?\d{1,19}\s*$/,
  double: /^\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|INF|-INF|NaN)\s*$/,
  dateTime: new RegExp(String.raw`^\s*${DATE}T\d{2}:\d{2}:\d{2}(?:\.\d+)?${ZONE}\s*$`),
  date: new RegExp(String.raw`^\s*${DATE}${ZONE}\s*$`),
  time: new RegExp(String.raw`^\s*\d{2}:\d{2}:\d{2}(?:\.\d+)?${ZONE}\s*$`),
  duration: /^\s*-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?\s*$/,
  language: /^\s*[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\s*$/,
  base64: /^[A-Za-z0-9+/=\s]*$/,
  // PropertyTagType is hexadecimal or an unsignedShort.
  tag: /^(?:0[xX][0-9A-Fa-f]{1,4}|[0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
  guid: /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  pageSize: /^\s*(?:[1-9]|[1-9]\d|[1-4]\d\d|50\d|51[0-2])\s*$/,
};

const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday Day Weekday WeekendDay';

const withLevels = (values: ReadonlyMap<string, number>): string =>
  [...values].map(([name, level]) => `${name}^${level}`).join(' ');

/** Values of each; `^13` the first schema version that has one. */
const ENUMERATIONS: Record<string, string> = {
  Shape: 'IdOnly Default AllProperties',
  BodyResponse: 'Best HTML Text',
  BodyKind: 'HTML Text',
  Version:
    'Exchange2007 Exchange2007_SP1 Exchange2009 Exchange2010 Exchange2010_SP1 Exchange2010_SP2 Exchange2012 Exchange2013 Exchange2013_SP1 Exchange2015 Exchange2016 V2015_10_05 V2016_01_06 V2016_04_13 V2016_07_13 V2016_10_10 V2017_01_07 V2017_04_14 V2017_07_11',
  FolderTraversal: 'Shallow Deep SoftDeleted',
  ItemTraversal: 'Shallow SoftDeleted Associated^10',
  BasePoint: 'Beginning End',
  Direction: 'Ascending Descending',
  PermissionScope: 'None Owned All',
  ReadAccess: 'None FullDetails',
  CalendarReadAccess: 'None TimeOnly TimeAndSubjectAndLocation FullDetails',
  PermissionLevel:
    'None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor Custom',
  CalendarPermissionLevel:
    'None Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor FreeBusyTimeOnly FreeBusyTimeAndSubjectAndLocation Custom',
  IdFormat: 'EwsLegacyId EwsId EntryId HexEntryId StoreId OwaId',
  SearchTraversal: 'Shallow Deep',
  Disposal: 'HardDelete SoftDelete MoveToDeletedItems',
  Disposition: 'SaveOnly SendOnly SendAndSaveCopy',
  Invitations: 'SendToNone SendOnlyToAll SendToAllAndSaveCopy',
  UpdateInvitations: 'SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy SendToChangedAndSaveCopy',
  TaskOccurrences: 'AllOccurrences SpecifiedOccurrenceOnly',
  Conflict: 'NeverOverwrite AutoResolve AlwaysOverwrite',
  CreateAction: 'CreateNew Update UpdateOrCreate',
  SyncScope: 'NormalItems NormalAndAssociatedItems',
  MapiType:
    'ApplicationTime ApplicationTimeArray Binary BinaryArray Boolean CLSID CLSIDArray Currency CurrencyArray Double DoubleArray Error Float FloatArray Integer IntegerArray Long LongArray Null Object ObjectArray Short ShortArray SystemTime SystemTimeArray String StringArray',
  PropertySet:
    'Meeting Appointment Common PublicStrings Address InternetHeaders CalendarAssistant UnifiedMessaging Task Sharing^10',
  DictionaryField:
    'item:InternetMessageHeader contacts:ImAddress contacts:PhysicalAddress:Street contacts:PhysicalAddress:City contacts:PhysicalAddress:State contacts:PhysicalAddress:CountryOrRegion contacts:PhysicalAddress:PostalCode contacts:PhoneNumber contacts:EmailAddress distributionlist:Members:Member^10',
  Containment: 'FullString Prefixed Substring PrefixOnWords ExactPhrase',
  Comparison:
    'Exact IgnoreCase IgnoreNonSpacingCharacters Loose IgnoreCaseAndNonSpacingCharacters LooseAndIgnoreCase LooseAndIgnoreNonSpace LooseAndIgnoreCaseAndIgnoreNonSpace',
  Sensitivity: 'Normal Personal Private Confidential',
  Importance: 'Low Normal High',
  FreeBusy: 'Free Tentative Busy OOF WorkingElsewhere^13 NoData',
  Response: 'Unknown Organizer Tentative Accept Decline NoResponseReceived',
  CalendarKind: 'Single Occurrence Exception RecurringMaster',
  FlagStatus: 'NotFlagged Flagged Complete',
  TaskStatus: 'NotStarted InProgress Completed WaitingOnOthers Deferred',
  TaskDelegation: 'NoMatch OwnNew Owned Accepted Declined Max',
  MeetingRequestKind: 'None FullUpdate InformationalUpdate NewMeetingRequest Outdated SilentUpdate PrincipalWantsCopy',
  Weekday: WEEKDAYS,
  WeekIndex: 'First Second Third Fourth Last',
  MailTipType:
    'All OutOfOfficeMessage MailboxFullStatus CustomMailTip ExternalMemberCount TotalMemberCount MaxMessageSize DeliveryRestriction ModerationStatus InvalidRecipient Scope^13 RecipientSuggestions^16 PreferAccessibleContent^16',
  FreeBusyView: 'None MergedOnly FreeBusy FreeBusyMerged Detailed DetailedMerged',
  ConfigurationPart: 'Id Dictionary XmlData BinaryData All',
  DictionaryType:
    'DateTime Boolean Byte String Integer32 UnsignedInteger32 Integer64 UnsignedInteger64 StringArray ByteArray',
  DistinguishedUser: 'Default Anonymous',
  DelegateLevel: 'None Editor Reviewer Author Custom',
  DeliverMeetingRequests: 'DelegatesOnly DelegatesAndMe DelegatesAndSendInformationToMe NoForward^10',
  RuleFlag: 'Any Call DoNotForward FollowUp FYI Forward NoResponseNecessary Read Reply ReplyToAll Review',
  OofState: 'Disabled Enabled Scheduled',
  ExternalAudience: 'None Known All',
  AttendeeType: 'Organizer Required Optional Room Resource',
  SuggestionQuality: 'Excellent Good Fair Poor',
  Month: 'January February March April May June July August September October November December',
  EmailKey: 'EmailAddress1 EmailAddress2 EmailAddress3',
  ImKey: 'ImAddress1 ImAddress2 ImAddress3',
  AddressKey: 'Home Business Other',
  AddressIndex: 'None Home Business Other',
  PhoneKey:
    'AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone BusinessMobile^16 IPPhone^16 Mms^16 Msn^16',
  MailboxKind:
    'Unknown^10 OneOff^10 Mailbox PublicDL PrivateDL Contact PublicFolder GroupMailbox^13 ImplicitContact^13',
  MemberStatus: 'Unrecognized Normal Demoted',
  FileAsMapping:
    'None LastCommaFirst FirstSpaceLast Company LastCommaFirstCompany CompanyLastFirst LastFirst LastFirstCompany CompanyLastCommaFirst LastFirstSuffix LastSpaceFirstCompany CompanyLastSpaceFirst LastSpaceFirst DisplayName^10 FirstName^10 LastFirstMiddleSuffix^10 LastName^10 Empty^10',
  ContactSource: 'ActiveDirectory Store',
  SearchScope: 'ActiveDirectory ActiveDirectoryContacts Contacts ContactsActiveDirectory',
  FolderName: withLevels(FOLDER_LEVELS),
  FieldName: withLevels(FIELD_LEVELS),
};

const ALLOWED = new Map(
  Object.entries(ENUMERATIONS).map(([name, values]) => [
    name,
    new Map(
      values.split(' ').map((value) => {
        const [text = '', since = '0'] = value.split('^');
        return [text, Number(since)] as const;
      }),
    ),
  ]),
);

const isOf = (enumeration: string, value: string, version: number): boolean =>
  (ALLOWED.get(enumeration)?.get(value) ?? Infinity) <= version;

/** Lists of values between spaces. */
const LISTS: Readonly<Record<string, string>> = {
  Weekdays: 'Weekday',
  FreeBusyViews: 'FreeBusyView',
  MailTipTypes: 'MailTipType',
  ConfigurationParts: 'ConfigurationPart',
};

export const isSimple = (type: string): boolean => type in PATTERNS || ALLOWED.has(type) || type in LISTS;

/** Throws SchemaError when a value is not of its simple type in a schema version. `where` names what carries it. */
export function checkSimple(type: string, value: string, where: string, at: number, version: number): void {
  const trimmed = value.trim();
  const isEnumeration = ALLOWED.has(type);
  const good = isEnumeration
    ? isOf(type, trimmed, version)
    : type in LISTS
      ? trimmed.split(/\s+/).every((each) => isOf(LISTS[type] as string, each, version))
      : PATTERNS[type]?.test(value);
  if (good) return;
  const attribute = /^@(.*)$/.exec(where)?.[1];
  const what = attribute ? `The '${attribute}' attribute` : `The '${where}' element`;
  throw new SchemaError(
    `${what} is invalid - ${wrongValue(type, value, isEnumeration || type in LISTS)}`,
    at,
    attribute,
  );
}

/** The values of an enumeration, for tests and for reading. */
export const valuesOf = (type: string): string[] => [...(ALLOWED.get(type)?.keys() ?? [])];
