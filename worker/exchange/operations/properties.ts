import { attributeOf, attributesOf, child, childText, type XmlElement } from '../xml/scan.ts';
import { SET_GUIDS } from '../xml/extended-key.ts';
import { rawAttribute } from '../xml/raw-attribute.ts';
import { xml, type Xml } from '../xml/template.ts';

/**
 * A property that EWS has no element for, by tag or in a property set.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri
 */
export type ExtendedField = {
  /** MAPI property tag, such as `0x0E07`. */
  tag?: string;
  /** Well-known property set, or the GUID of one. */
  set?: string;
  setId?: string;
  /** Within a set: by name, or by dispatch id. */
  name?: string;
  id?: number;
  type:
    | 'Integer'
    | 'Long'
    | 'Boolean'
    | 'BinaryArray'
    | 'String'
    | 'StringArray'
    | 'SystemTime'
    | 'Binary'
    | 'Short'
    | 'Double';
};

const NOTE_SET = '0006200E-0000-0000-C000-000000000046';
const JOURNAL_SET = '0006200A-0000-0000-C000-000000000046';

/** Names the source's item on a copy made by the MIME or typed methods, so that an unconfirmed item can be resolved. */
export const MARKER: ExtendedField = { set: 'PublicStrings', name: 'MailferrySource', type: 'String' };

/** PidTagMessageFlags: 1 read, 8 not sent (a draft). */
export const MESSAGE_FLAGS: ExtendedField = { tag: '0x0E07', type: 'Integer' };
export const DELIVERY_TIME: ExtendedField = { tag: '0x0E06', type: 'SystemTime' };
export const SUBMIT_TIME: ExtendedField = { tag: '0x0039', type: 'SystemTime' };

export const FOLDER_HIDDEN: ExtendedField = { tag: '0x10F4', type: 'Boolean' };
export const FOLDER_SIZE: ExtendedField = { tag: '0x0E08', type: 'Long' };

/** Of the follow-up flag, what the task set holds; tasks have elements that say the same. */
export const TASK_MARKS: readonly ExtendedField[] = [
  { set: 'Task', id: 0x8104, type: 'SystemTime' }, // PidLidTaskStartDate
  { set: 'Task', id: 0x8105, type: 'SystemTime' }, // PidLidTaskDueDate
  { set: 'Task', id: 0x810f, type: 'SystemTime' }, // PidLidTaskDateCompleted
  { set: 'Task', id: 0x8101, type: 'Integer' }, // PidLidTaskStatus
  { set: 'Task', id: 0x811c, type: 'Boolean' }, // PidLidTaskComplete
];

/** PidLidFlagRequest: what a follow-up flag says. */
export const FOLLOW_UP_TEXT: ExtendedField = { set: 'Common', id: 0x8530, type: 'String' };

/** PidTagTransportMessageHeaders: the headers with which a message came. */
export const TRANSPORT_HEADERS: ExtendedField = { tag: '0x007D', type: 'String' };

/** Follow-up flag, reply and forward marks: what MIME has no header for. */
export const MESSAGE_MARKS: readonly ExtendedField[] = [
  { tag: '0x1090', type: 'Integer' }, // PidTagFlagStatus
  { tag: '0x1091', type: 'SystemTime' }, // PidTagFlagCompleteTime
  { tag: '0x1095', type: 'Integer' }, // PidTagFollowupIcon
  { tag: '0x0E2B', type: 'Integer' }, // PidTagToDoItemFlags
  { tag: '0x1080', type: 'Integer' }, // PidTagIconIndex
  { tag: '0x1081', type: 'Integer' }, // PidTagLastVerbExecuted
  { tag: '0x1082', type: 'SystemTime' }, // PidTagLastVerbExecutionTime
  FOLLOW_UP_TEXT,
  { set: 'Common', id: 0x8516, type: 'SystemTime' }, // PidLidCommonStart
  { set: 'Common', id: 0x8517, type: 'SystemTime' }, // PidLidCommonEnd
  { set: 'Common', id: 0x8520, type: 'Binary' }, // PidLidVerbStream: voting buttons
  { set: 'Common', id: 0x8524, type: 'String' }, // PidLidVerbResponse
  { set: 'Common', id: 0x8535, type: 'String' }, // PidLidBilling
  ...TASK_MARKS,
];

/** Display names of a contact's e-mail addresses, which often repeat the address. */
export const EMAIL_NAMES: readonly ExtendedField[] = [
  { set: 'Address', id: 0x8080, type: 'String' }, // PidLidEmail1DisplayName to 3
  { set: 'Address', id: 0x8090, type: 'String' },
  { set: 'Address', id: 0x80a0, type: 'String' },
];

/** What contacts, notes and journal entries have beyond the elements of the schema. */
export const CONTACT_EXTRAS: readonly ExtendedField[] = [
  { tag: '0x3A45', type: 'String' }, // PidTagDisplayNamePrefix: the title
  { tag: '0x3A43', type: 'String' }, // PidTagHobbies
  { tag: '0x3A4D', type: 'Short' }, // PidTagGender
  { tag: '0x3A00', type: 'String' }, // PidTagAccount
  { tag: '0x3A07', type: 'String' }, // PidTagGovernmentIdNumber
  { tag: '0x3A0C', type: 'String' }, // PidTagLanguage
  { tag: '0x3A10', type: 'String' }, // PidTagOrganizationalIdNumber
  { tag: '0x3A47', type: 'String' }, // PidTagReferredByName
  { tag: '0x3A49', type: 'String' }, // PidTagComputerNetworkName
  { tag: '0x3A4A', type: 'String' }, // PidTagCustomerId
  { tag: '0x3A4C', type: 'String' }, // PidTagFtpSite
  { tag: '0x3A50', type: 'String' }, // PidTagPersonalHomePage
  { set: 'Address', id: 0x802c, type: 'String' }, // PidLidYomiFirstName, …LastName, …CompanyName
  { set: 'Address', id: 0x802d, type: 'String' },
  { set: 'Address', id: 0x802e, type: 'String' },
  { set: 'Address', id: 0x80d8, type: 'String' }, // PidLidFreeBusyLocation
  { set: 'Address', id: 0x8062, type: 'String' }, // PidLidInstantMessagingAddress
  { set: 'Address', id: 0x804f, type: 'String' }, // PidLidContactUserField1 to 4
  { set: 'Address', id: 0x8050, type: 'String' },
  { set: 'Address', id: 0x8051, type: 'String' },
  { set: 'Address', id: 0x8052, type: 'String' },
  ...EMAIL_NAMES,
];

const publicString = (name: string): ExtendedField => ({ set: 'PublicStrings', name, type: 'String' });

/**
 * Where a meeting is held online (MS-OXOCAL 2.2.1.56), and what Lync and its successors keep with it to join. EWS has
 * elements for some, which are read-only in the calendars of attendees, and partly everywhere.
 */
export const ONLINE_MEETING: readonly ExtendedField[] = [
  { set: 'Appointment', id: 0x8240, type: 'Boolean' }, // PidLidConferencingCheck
  { set: 'Appointment', id: 0x8209, type: 'String' }, // PidLidMeetingWorkspaceUrl
  { set: 'Appointment', id: 0x8248, type: 'String' }, // PidLidNetShowUrl
  publicString('OnlineMeetingConfLink'),
  publicString('OnlineMeetingExternalLink'),
  publicString('OnlineMeetingInternalLink'),
  publicString('UCOpenedConferenceID'),
  publicString('UCMeetingSetting'),
  publicString('UCMeetingSettingSent'),
  publicString('UCCapabilities'),
  publicString('UCInband'),
  publicString('ConferenceTelURI'),
];

export const CALENDAR_EXTRAS: readonly ExtendedField[] = [
  { set: 'Appointment', id: 0x8214, type: 'Integer' }, // PidLidAppointmentColor: the label
  ...ONLINE_MEETING,
];

export const NOTE_EXTRAS: readonly ExtendedField[] = [
  { setId: NOTE_SET, id: 0x8b00, type: 'Integer' }, // PidLidNoteColor
  { setId: NOTE_SET, id: 0x8b02, type: 'Integer' }, // width, height, x, y
  { setId: NOTE_SET, id: 0x8b03, type: 'Integer' },
  { setId: NOTE_SET, id: 0x8b04, type: 'Integer' },
  { setId: NOTE_SET, id: 0x8b05, type: 'Integer' },
];

export const JOURNAL_EXTRAS: readonly ExtendedField[] = [
  { setId: JOURNAL_SET, id: 0x8700, type: 'String' }, // PidLidLogType
  { setId: JOURNAL_SET, id: 0x8706, type: 'SystemTime' }, // PidLidLogStart
  { setId: JOURNAL_SET, id: 0x8707, type: 'Integer' }, // PidLidLogDuration
  { setId: JOURNAL_SET, id: 0x8708, type: 'SystemTime' }, // PidLidLogEnd
  { setId: JOURNAL_SET, id: 0x8712, type: 'String' }, // PidLidLogTypeDesc
];

/** `<t:ExtendedFieldURI …/>`. */
export function extendedFieldUri(field: ExtendedField): Xml {
  const attributes = [
    ['DistinguishedPropertySetId', field.set],
    ['PropertySetId', field.setId],
    ['PropertyTag', field.tag],
    ['PropertyName', field.name],
    ['PropertyId', field.id],
  ].flatMap(([name, value]) => (name === undefined || value === undefined ? [] : xml` ${name}="${value}"`));
  return xml`<t:ExtendedFieldURI${attributes} PropertyType="${field.type}"/>`;
}

/** The path in an `ExtendedProperty` element, as a request writes it; undefined where it has none. */
export function extendedFieldUriOf(property: XmlElement): Xml | undefined {
  const uri = child(property, 'ExtendedFieldURI');
  return uri && strictFieldUri(uri);
}

/**
 * An `ExtendedFieldURI` as requests may have it: with a tag alone, or with one form of its set and one name in it. In
 * answers some servers write all that they know (grommunio/gromox, exch/ews), which Exchange refuses.
 */
export function strictFieldUri(uri: XmlElement): Xml {
  const given = new Map(attributesOf(uri).map((attribute) => [attribute.name, attribute]));
  const [set = ''] = ['DistinguishedPropertySetId', 'PropertySetId'].filter((name) => given.has(name));
  const [name = ''] = ['PropertyName', 'PropertyId'].filter((each) => given.has(each));
  const kept = given.has('PropertyTag') ? ['PropertyTag'] : [set, name];
  const attributes = [...kept, 'PropertyType'].flatMap((each) => {
    const attribute = given.get(each);
    return attribute ? rawAttribute(attribute) : [];
  });
  return xml`<t:ExtendedFieldURI${attributes}/>`;
}

/** `<t:FieldURI …/>`, such as for `item:Subject`. */
export function fieldUri(name: string): Xml {
  return xml`<t:FieldURI FieldURI="${name}"/>`;
}

/** `<t:ExtendedProperty>` with one value. */
export function extendedProperty(field: ExtendedField, value: string): Xml {
  return xml`<t:ExtendedProperty>${extendedFieldUri(field)}<t:Value>${value}</t:Value></t:ExtendedProperty>`;
}

/** `<t:AdditionalProperties>` of a shape; empty where none are asked for. */
export function additionalProperties(properties: Xml | undefined): Xml {
  return properties ? xml`<t:AdditionalProperties>${properties}</t:AdditionalProperties>` : xml``;
}

/** The value of a property on an item or folder. Servers write tags in any case, with or without zeros. */
export function extendedValue(element: XmlElement, field: ExtendedField): string | undefined {
  for (const property of element.children) {
    if (property.name !== 'ExtendedProperty' || !isOf(property, field)) continue;
    return childText(property, 'Value');
  }
  return undefined;
}

/** True when an `ExtendedProperty` element is of that field. */
export function isOf(property: XmlElement, field: ExtendedField): boolean {
  const uri = child(property, 'ExtendedFieldURI');
  const tag = attributeOf(uri, 'PropertyTag');
  if (field.tag !== undefined) return tag !== undefined && Number(tag) === Number(field.tag);
  if (field.name !== undefined && attributeOf(uri, 'PropertyName') !== field.name) return false;
  if (field.id !== undefined && Number(attributeOf(uri, 'PropertyId')) !== field.id) return false;
  const set = attributeOf(uri, 'DistinguishedPropertySetId');
  const setId = attributeOf(uri, 'PropertySetId')?.toLowerCase();
  return field.set === undefined
    ? setId === field.setId?.toLowerCase()
    : set === field.set || setId === setGuid(field.set);
}

/** Some servers answer with the GUID of a set that was asked for by its name. */
function setGuid(set: string): string | undefined {
  return SET_GUIDS[set];
}
