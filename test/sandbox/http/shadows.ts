import { propertyPath } from '../items/extended.ts';
import { child, type Node } from '../xml/node.ts';

const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const MEETING = '6ed8da90-450b-101b-98da-00aa003f1305';
const COMMON = '00062008-0000-0000-c000-000000000046';
const TASK = '00062003-0000-0000-c000-000000000046';
const ADDRESS = '00062004-0000-0000-c000-000000000046';
const STRINGS = '00020329-0000-0000-c000-000000000046';

/** The named properties that grommunio makes fields of (exch/ews/structures.cpp, tFieldURI::nameMap). */
const SOURCES: Readonly<Record<string, readonly [set: string, id: number | string, type: string]>> = {
  'calendar:AppointmentReplyTime': [APPOINTMENT, 0x8220, 'SystemTime'],
  'calendar:AppointmentSequenceNumber': [APPOINTMENT, 0x8201, 'Integer'],
  'calendar:AppointmentState': [APPOINTMENT, 0x8217, 'Integer'],
  'calendar:End': [COMMON, 0x8517, 'SystemTime'],
  'calendar:IsAllDayEvent': [APPOINTMENT, 0x8215, 'Boolean'],
  'calendar:IsCancelled': [APPOINTMENT, 0x8217, 'Integer'],
  'calendar:IsMeeting': [APPOINTMENT, 0x8217, 'Integer'],
  'calendar:IsOnlineMeeting': [APPOINTMENT, 0x8240, 'Boolean'],
  'calendar:LegacyFreeBusyStatus': [APPOINTMENT, 0x8205, 'Integer'],
  'calendar:Location': [APPOINTMENT, 0x8208, 'String'],
  'calendar:MeetingRequestWasSent': [APPOINTMENT, 0x8229, 'Boolean'],
  'calendar:MeetingWorkspaceUrl': [APPOINTMENT, 0x8209, 'String'],
  'calendar:MyResponseType': [APPOINTMENT, 0x8218, 'Integer'],
  'calendar:NetShowUrl': [APPOINTMENT, 0x8248, 'String'],
  'calendar:Recurrence': [APPOINTMENT, 0x8216, 'Binary'],
  'calendar:RecurrenceId': [APPOINTMENT, 0x8228, 'SystemTime'],
  'calendar:Start': [COMMON, 0x8516, 'SystemTime'],
  'calendar:UID': [MEETING, 0x03, 'Binary'],
  'contacts:FileAs': [ADDRESS, 0x8005, 'String'],
  'contacts:ImAddress': [ADDRESS, 0x8062, 'String'],
  'contacts:ImAddresses': [ADDRESS, 0x8062, 'String'],
  'contacts:PostalAddressIndex': [ADDRESS, 0x8022, 'Integer'],
  'item:Categories': [STRINGS, 'Keywords', 'StringArray'],
  'item:ReminderDueBy': [COMMON, 0x8502, 'SystemTime'],
  'item:ReminderIsSet': [COMMON, 0x8503, 'Boolean'],
  'item:ReminderMinutesBeforeStart': [COMMON, 0x8501, 'Integer'],
  'task:ActualWork': [TASK, 0x8110, 'Integer'],
  'task:BillingInformation': [COMMON, 0x8535, 'String'],
  'task:Companies': [COMMON, 0x8539, 'StringArray'],
  'task:CompleteDate': [TASK, 0x810f, 'SystemTime'],
  'task:DueDate': [TASK, 0x8105, 'SystemTime'],
  'task:IsComplete': [TASK, 0x811c, 'Boolean'],
  'task:Mileage': [COMMON, 0x8534, 'String'],
  'task:Owner': [TASK, 0x811f, 'String'],
  'task:PercentComplete': [TASK, 0x8102, 'Double'],
  'task:Recurrence': [TASK, 0x8116, 'Binary'],
  'task:StartDate': [TASK, 0x8104, 'SystemTime'],
  'task:Status': [TASK, 0x8101, 'Integer'],
  'task:TotalWork': [TASK, 0x8111, 'Integer'],
};

const keyOf = ([set, id, type]: readonly [string, number | string, string]): string =>
  `${set}|${typeof id === 'number' ? `id:${id}` : `name:${id}`}|${type}`;
const KEYS = new Map(Object.entries(SOURCES).map(([uri, source]) => [uri, keyOf(source)]));

/**
 * Leaves of the paths of a shape, which has its base spelt out behind them, those that come to something: whoever asks
 * for a named property first has it, as a field or as it is, and no other.
 */
export function shadow(shape: Node): void {
  const paths = child(shape, 'AdditionalProperties');
  if (!paths) return;
  const taken = new Map<string, 'field' | 'extended'>();
  paths.children = paths.children.filter((path) => {
    const isExtended = path.name === 'ExtendedFieldURI';
    const key = isExtended ? propertyPath(path).key : KEYS.get(path.attributes['FieldURI'] ?? '');
    if (key === undefined) return true;
    const as = isExtended ? 'extended' : 'field';
    if (!taken.has(key)) taken.set(key, as);
    return taken.get(key) === as;
  });
}

/** Leaves out the fields that the server does not know by these names. */
export function leaveOut(shape: Node, unknown: readonly string[]): void {
  const paths = child(shape, 'AdditionalProperties');
  if (paths)
    paths.children = paths.children.filter(
      ({ name, attributes }) => name !== 'FieldURI' || !unknown.includes(attributes['FieldURI'] ?? ''),
    );
}
