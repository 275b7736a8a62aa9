const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types';
const XSD = 'http://www.w3.org/2001/XMLSchema';

/** Our short names of simple types in the words of types.xsd; a type that is missing here is named as it is. */
const ENUMERATIONS: Readonly<Record<string, string>> = {
  Shape: 'DefaultShapeNamesType',
  BodyResponse: 'BodyTypeResponseType',
  BodyKind: 'BodyTypeType',
  Version: 'ExchangeVersionType',
  FolderTraversal: 'FolderQueryTraversalType',
  ItemTraversal: 'ItemQueryTraversalType',
  BasePoint: 'IndexBasePointType',
  Direction: 'SortDirectionType',
  Disposal: 'DisposalType',
  Disposition: 'MessageDispositionType',
  Invitations: 'CalendarItemCreateOrDeleteOperationType',
  UpdateInvitations: 'CalendarItemUpdateOperationType',
  TaskOccurrences: 'AffectedTaskOccurrencesType',
  Conflict: 'ConflictResolutionType',
  CreateAction: 'CreateActionType',
  SyncScope: 'SyncFolderItemsScopeType',
  MapiType: 'MapiPropertyTypeType',
  PropertySet: 'DistinguishedPropertySetType',
  DictionaryField: 'DictionaryURIType',
  Containment: 'ContainmentModeType',
  Comparison: 'ContainmentComparisonType',
  Sensitivity: 'SensitivityChoicesType',
  Importance: 'ImportanceChoicesType',
  FreeBusy: 'LegacyFreeBusyType',
  Response: 'ResponseTypeType',
  CalendarKind: 'CalendarItemTypeType',
  FlagStatus: 'FlagStatusType',
  TaskStatus: 'TaskStatusType',
  TaskDelegation: 'TaskDelegateStateType',
  MeetingRequestKind: 'MeetingRequestTypeType',
  Weekday: 'DayOfWeekType',
  Weekdays: 'DaysOfWeekType',
  WeekIndex: 'DayOfWeekIndexType',
  Month: 'MonthNamesType',
  EmailKey: 'EmailAddressKeyType',
  ImKey: 'ImAddressKeyType',
  AddressKey: 'PhysicalAddressKeyType',
  AddressIndex: 'PhysicalAddressIndexType',
  PhoneKey: 'PhoneNumberKeyType',
  MailboxKind: 'MailboxTypeType',
  MemberStatus: 'MemberStatusType',
  FileAsMapping: 'FileAsMappingType',
  ContactSource: 'ContactSourceType',
  SearchScope: 'ResolveNamesSearchScopeType',
  FolderName: 'DistinguishedFolderIdNameType',
  FieldName: 'UnindexedFieldURIType',
  FreeBusyView: 'FreeBusyViewType',
  ConfigurationPart: 'UserConfigurationPropertyType',
  DictionaryType: 'UserConfigurationDictionaryObjectTypesType',
  DistinguishedUser: 'DistinguishedUserType',
  DelegateLevel: 'DelegateFolderPermissionLevelType',
  DeliverMeetingRequests: 'DeliverMeetingRequestsType',
  RuleFlag: 'FlaggedForActionType',
  AttendeeType: 'MeetingAttendeeType',
};

const BUILT_IN: Readonly<Record<string, [xsd: string, clr: string]>> = {
  string: ['string', 'String'],
  boolean: ['boolean', 'Boolean'],
  int: ['int', 'Int32'],
  long: ['long', 'Int64'],
  double: ['double', 'Double'],
  dateTime: ['dateTime', 'DateTime'],
  date: ['date', 'Date'],
  time: ['time', 'Time'],
  duration: ['duration', 'TimeSpan'],
  base64: ['base64Binary', 'Byte[]'],
};

/** What is wrong with a value, as .NET's validator words it behind the name of the element or attribute. */
export function wrongValue(type: string, value: string, isEnumeration: boolean): string {
  const shown = value.slice(0, 80);
  const start = `The value '${shown}' is invalid according to its datatype`;
  const builtIn = BUILT_IN[type];
  if (builtIn) return `${start} '${XSD}:${builtIn[0]}' - The string '${shown}' is not a valid ${builtIn[1]} value.`;
  return `${start} '${TYPES}:${ENUMERATIONS[type] ?? type}' - The ${isEnumeration ? 'Enumeration' : 'Pattern'} constraint failed.`;
}
