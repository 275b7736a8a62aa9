import type { Item, NewItem, Value } from './model.ts';
import { fieldText, isoSeconds, parseInstant } from './values.ts';

type AnyItem = Pick<Item | NewItem, 'element' | 'properties'>;
type Field = {
  /** Kinds of items that keep it so. */
  elements: RegExp;
  get: (item: AnyItem) => string | undefined;
  set: (item: AnyItem, value: string) => void;
};

const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const MEETING = '6ed8da90-450b-101b-98da-00aa003f1305';
const ANY = /^(?:CalendarItem|Meeting\w+)$/;
const MESSAGE = /^Meeting\w+$/;
const MEETING_BIT = 1;
const RECEIVED_BIT = 2;
const CANCELLED_BIT = 4;

const text = (item: AnyItem, name: string): string | undefined => fieldText(item.properties.fields, name);

const put = (item: AnyItem, name: string, value: Value): void => void (item.properties.fields[name] = value);

const plain = (name: string, elements = ANY): Field => ({
  elements,
  get: (item) => text(item, name),
  set: (item, value) => put(item, name, value),
});

const time = (name: string, elements = ANY): Field => ({
  elements,
  get: (item) => {
    const value = text(item, name);
    return value === undefined ? undefined : isoSeconds(parseInstant(value));
  },
  set: (item, value) => put(item, name, isoSeconds(parseInstant(value))),
});

/** A number that stands for a word; one that stands for none leaves the field as it is. */
const word = (name: string, words: Readonly<Record<string, string>>, elements = ANY): Field => ({
  elements,
  get: (item) => Object.entries(words).find(([, each]) => each === text(item, name))?.[0],
  set: (item, value) => {
    if (words[value] !== undefined) put(item, name, words[value]);
  },
});

const hasAttendees = ({ properties: { fields } }: AnyItem): boolean =>
  (fields['RequiredAttendees'] ?? fields['OptionalAttendees'] ?? fields['Resources']) !== undefined;

/** AppointmentState as bits; where nobody has told it, whoever has attendees organises them. */
export const stateOf = (item: AnyItem): number =>
  Number(
    text(item, 'AppointmentState') ?? (hasAttendees(item) || text(item, 'IsMeeting') === 'true' ? MEETING_BIT : 0),
  ) | (text(item, 'IsCancelled') === 'true' ? CANCELLED_BIT : 0);

const state: Field = {
  elements: ANY,
  get: (item) => (MESSAGE.test(item.element) && stateOf(item) === 0 ? undefined : String(stateOf(item))),
  set: (item, value) => {
    put(item, 'AppointmentState', value);
    put(item, 'IsMeeting', String((Number(value) & MEETING_BIT) !== 0));
    put(item, 'IsCancelled', String((Number(value) & CANCELLED_BIT) !== 0));
  },
};

/** True for a meeting that someone else organises: much of it is not the attendee's to change. */
export const isReceived = (item: AnyItem): boolean =>
  item.element === 'CalendarItem' &&
  ((stateOf(item) & RECEIVED_BIT) !== 0 ||
    /^(?:Tentative|Accept|Decline|NoResp)/.test(text(item, 'MyResponseType') ?? ''));

const VCAL = Buffer.from('vCal-Uid\u0001\u0000\u0000\u0000', 'latin1');
const WRAPPER = '040000008200E00074C5B7101A82E008';

/** A UID as the global object id that Exchange keeps: itself in hex, or any other text wrapped (MS-OXCICAL 2.1.3.1.1.20.26). */
function globalObjectId(uid: string): string {
  if (uid.toUpperCase().startsWith(WRAPPER) && /^(?:[0-9A-F]{2})+$/i.test(uid))
    return Buffer.from(uid, 'hex').toString('base64');
  const data = Buffer.concat([VCAL, Buffer.from(`${uid}\0`, 'utf8')]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(WRAPPER, 'hex'), Buffer.alloc(20), size, data]).toString('base64');
}

function uidOf(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  const at = bytes.indexOf(VCAL);
  if (at >= 0)
    return bytes
      .subarray(at + VCAL.length)
      .toString('utf8')
      .replace(/\0+$/, '');
  return bytes.toString('hex').toUpperCase();
}

const uid: Field = {
  elements: MESSAGE,
  get: (item) => {
    const value = text(item, 'UID');
    return value === undefined ? undefined : globalObjectId(value);
  },
  set: (item, value) => put(item, 'UID', uidOf(value)),
};

const OWN = /^CalendarItem$/;

/** Of an instance without its series, the id names its day as well: year, month and day from the 17th byte on. */
const instance: Field = {
  elements: OWN,
  get: (item) => {
    const [id, day] = [text(item, 'UID'), text(item, 'RecurrenceId')];
    if (id === undefined) return undefined;
    const bytes = Buffer.from(globalObjectId(id), 'base64');
    if (day !== undefined) {
      bytes.writeUInt16BE(Number(day.slice(0, 4)), 16);
      bytes[18] = Number(day.slice(5, 7));
      bytes[19] = Number(day.slice(8, 10));
    }
    return bytes.toString('base64');
  },
  set: (item, value) => {
    const bytes = Buffer.from(value, 'base64').fill(0, 16, 20);
    put(item, 'UID', uidOf(bytes.toString('base64')));
  },
};

const series: Field = { ...uid, elements: OWN };

const BUSY = { 0: 'Free', 1: 'Tentative', 2: 'Busy', 3: 'OOF', 4: 'WorkingElsewhere' };

/**
 * Properties in which a meeting and the messages about it keep what EWS shows as fields, most of them read-only there,
 * and which clients write by their MAPI names (MS-OXOCAL 2.2.1, 2.2.4 to 2.2.6). DavMail gives new meetings their state
 * by them.
 */
const FIELDS: Readonly<Record<string, Field>> = {
  [`${APPOINTMENT}|id:33303|Integer`]: state,
  [`${APPOINTMENT}|id:33304|Integer`]: word('MyResponseType', {
    0: 'Unknown',
    1: 'Organizer',
    2: 'Tentative',
    3: 'Accept',
    4: 'Decline',
    5: 'NoResponseReceived',
  }),
  [`${APPOINTMENT}|id:33321|Boolean`]: plain('MeetingRequestWasSent'),
  [`${APPOINTMENT}|id:33281|Integer`]: plain('AppointmentSequenceNumber'),
  [`${APPOINTMENT}|id:33312|SystemTime`]: time('AppointmentReplyTime'),
  [`${APPOINTMENT}|id:33316|Integer`]: word('IntendedFreeBusyStatus', BUSY, MESSAGE),
  [`${MEETING}|id:26|SystemTime`]: time('DateTimeStamp'),
  // The times of an appointment have elements that clients set.
  [`${APPOINTMENT}|id:33293|SystemTime`]: time('Start', MESSAGE),
  [`${APPOINTMENT}|id:33294|SystemTime`]: time('End', MESSAGE),
  [`${APPOINTMENT}|id:33288|String`]: plain('Location', MESSAGE),
  [`${APPOINTMENT}|id:33301|Boolean`]: plain('IsAllDayEvent', MESSAGE),
  [`${APPOINTMENT}|id:33285|Integer`]: word('LegacyFreeBusyStatus', BUSY, MESSAGE),
  [`${APPOINTMENT}|id:33360|SystemTime`]: time('ProposedStart', MESSAGE),
  [`${APPOINTMENT}|id:33361|SystemTime`]: time('ProposedEnd', MESSAGE),
  [`${MEETING}|id:3|Binary`]: uid,
  [`${MEETING}|id:35|Binary`]: uid,
  [`${MEETING}|id:38|Integer`]: word(
    'MeetingRequestType',
    {
      1: 'NewMeetingRequest',
      65536: 'FullUpdate',
      131072: 'InformationalUpdate',
      524288: 'Outdated',
      1048576: 'PrincipalWantsCopy',
    },
    MESSAGE,
  ),
  [`${APPOINTMENT}|id:33344|Boolean`]: plain('IsOnlineMeeting'),
  [`${APPOINTMENT}|id:33289|String`]: plain('MeetingWorkspaceUrl'),
  [`${APPOINTMENT}|id:33352|String`]: plain('NetShowUrl'),
  [`${APPOINTMENT}|id:33320|SystemTime`]: time('RecurrenceId', OWN),
  '0x7d01|Boolean': plain('HasBeenProcessed', MESSAGE),
};

/** What appointments keep by the same names in another way than messages. */
const OF_APPOINTMENTS: Readonly<Record<string, Field>> = {
  [`${MEETING}|id:3|Binary`]: instance,
  [`${MEETING}|id:35|Binary`]: series,
  [`${MEETING}|id:10|Boolean`]: {
    elements: OWN,
    get: (item) => (text(item, 'RecurrenceId') === undefined ? undefined : 'true'),
    // Told by the others.
    set: () => {},
  },
};

const found = (item: AnyItem, key: string): Field | undefined => {
  const field = (item.element === 'CalendarItem' ? OF_APPOINTMENTS[key] : undefined) ?? FIELDS[key];
  return field?.elements.test(item.element) ? field : undefined;
};

/** Whether a property, as PropertyPath's key, is a field of a meeting or of a message about one. */
export const isMeetingField = (item: AnyItem, key: string): boolean => found(item, key) !== undefined;

export const getMeetingField = (item: AnyItem, key: string): string | undefined => found(item, key)?.get(item);

export const setMeetingField = (item: AnyItem, key: string, value: string): void => found(item, key)?.set(item, value);

const ORGANIZER: Readonly<Record<number, 'Name' | 'RoutingType' | 'EmailAddress'>> = {
  0x0042: 'Name',
  0x0064: 'RoutingType',
  0x0065: 'EmailAddress',
};

/** Which part of a meeting's organiser a tag is (MS-OXOMSG 2.2.1.54 to 57); undefined where it is none. */
export const organizerPart = (item: AnyItem, tag: number | undefined): string | undefined =>
  item.element === 'CalendarItem' && tag !== undefined ? ORGANIZER[tag] : undefined;

/** The organiser's mailbox, part by part. */
function mailboxOf(item: AnyItem): Map<string, Value> {
  const organizer = item.properties.fields['Organizer'];
  const mailbox = typeof organizer === 'string' ? undefined : organizer?.c?.find(([name]) => name === 'Mailbox')?.[1];
  return new Map(typeof mailbox === 'string' ? [] : mailbox?.c);
}

export function getOrganizer(item: AnyItem, part: string): string | undefined {
  const value = mailboxOf(item).get(part);
  return typeof value === 'string' ? value : undefined;
}

export function setOrganizer(item: AnyItem, part: string, value: string): void {
  const parts = mailboxOf(item).set(part, value);
  const c = ['Name', 'EmailAddress', 'RoutingType'].flatMap((name): [string, Value][] => {
    const given = parts.get(name);
    return given === undefined ? [] : [[name, given]];
  });
  put(item, 'Organizer', { c: [['Mailbox', { c }]] });
}
