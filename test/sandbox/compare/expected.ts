import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import type { Method } from './views.ts';

/** A property of a copy that is not as the source has it. */
export type PropertyChange = {
  property: string;
  itemClass: string;
  /** Of the item's element on the wire. */
  element: string;
  source: string;
  destination: string;
};

/** Schema levels of the two servers (profiles/versions.ts); what is not told is the newest. */
export type Levels = { from?: number; to?: number };

export type Expectation = {
  methods: readonly Method[];
  property: RegExp;
  /** `lost`: the copy has none; `made`: the source has none; `changed`: both have one. All without. */
  kinds?: readonly ('lost' | 'made' | 'changed')[];
  itemClass?: RegExp;
  reason: string;
};

const COMMON = '00062008-0000-0000-c000-000000000046';
const ADDRESS = '00062004-0000-0000-c000-000000000046';
const TASK = '00062003-0000-0000-c000-000000000046';
const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const key = (set: string, ...ids: number[]): string => `${set}\\|id:(?:${ids.join('|')})\\|`;

/**
 * MAPI properties that a client has to know and ask for, or they stay behind: EWS gives no list of what an item has.
 * Notes, journal entries, follow-up flags and marks, what contacts have beyond their elements.
 */
const ASKED_FOR = new RegExp(
  `^named (?:0006200e-|0006200a-|0x(?:0e2b|1080|1081|1082|1090|1091|1095|3a43|3a45|3a4d|3a00|3a07|3a0c|3a10|3a47|3a49|3a4a|3a4c|3a50)\\||${[
    key(COMMON, 0x8516, 0x8517, 0x8530, 0x8520, 0x8524, 0x8535),
    key(TASK, 0x8101, 0x8104, 0x8105, 0x810f, 0x811c),
    key(APPOINTMENT, 0x8214),
    key(ADDRESS, 0x802c, 0x802d, 0x802e, 0x80d8, 0x8062, 0x804f, 0x8050, 0x8051, 0x8052, 0x8080, 0x8090, 0x80a0),
  ].join('|')})`,
);

const RECREATED: readonly Method[] = ['mime', 'typed'];

/** What crossing changes, and why; nothing else may differ. That something listed here is the same is no fault. */
const EXPECTATIONS: readonly Expectation[] = [
  {
    methods: RECREATED,
    property: /^(?:attachment \d+ (?:item )?)*(?:createdAt|modifiedAt)$/,
    kinds: ['changed', 'made'],
    reason: 'The server stamps when it made and last changed an item (PidTagCreationTime is read-only).',
  },
  {
    methods: RECREATED,
    property: /^named 00020329-0000-0000-c000-000000000046\|name:MailferrySource\|String$/,
    kinds: ['made', 'changed'],
    reason: 'Names the original, so that doubt can be resolved.',
  },
  {
    methods: ['mime'],
    property: /^named 0x007d\|String$/,
    kinds: ['made'],
    reason: 'Keeps the transport headers where the source gives MIME without them; they are compared as such.',
  },
  {
    methods: RECREATED,
    property: new RegExp(`(?!${ASKED_FOR.source})^named `),
    kinds: ['lost'],
    reason: 'EWS gives no list of the properties of an item; those that are not requested by name are not copied.',
  },
  {
    methods: ['typed'],
    property: new RegExp(`^named ${key(TASK, 0x8101, 0x8104, 0x8105, 0x810f, 0x811c)}`),
    kinds: ['made'],
    itemClass: /^IPM\.Task/i,
    reason: 'Says again, as MAPI names it, what the fields of the task say.',
  },
  {
    methods: ['typed'],
    property: /^(?:attachment \d+ item )+isDraft$/,
    kinds: ['changed'],
    reason: 'An attached message is made of its MIME alone, without the marks that only a request can carry.',
  },
  {
    methods: RECREATED,
    property: /^(?:attachment \d+ (?:item )?)+receivedAt$/,
    kinds: ['changed'],
    reason: 'When an attached message arrived stands in no header that the server reads.',
  },
  {
    methods: RECREATED,
    property: /^(?:attachment \d+ (?:item )?)*messageId$/,
    kinds: ['made'],
    reason: 'The server names a message that has no Message-ID.',
  },
  {
    methods: RECREATED,
    property: /^isAssociated$/,
    kinds: ['changed'],
    reason: 'IsAssociated is read-only.',
  },
  {
    methods: RECREATED,
    property: /^(?:attachment \d+ item )*isReceiptSent$/,
    kinds: ['lost'],
    reason: 'PidTagMessageFlags is rebuilt, because no element says whether a receipt went out.',
  },
  {
    methods: RECREATED,
    property: /^named 11000e07-b51b-40d6-af21-caa85edab1d0\|id:34252\|Boolean$/,
    kinds: ['made'],
    itemClass: /^IPM\.Schedule\./i,
    reason: 'Tells the assistant of the new server that the message was dealt with at the source.',
  },
  {
    methods: RECREATED,
    property:
      /^(?:responses of \w+|field (?:OriginalStart|When|Is(?:Organizer|Delegated|OutOfDate)|ResponseType|RecurrenceId|Recurrence|MeetingRequestWasSent|CalendarItemType|Organizer|(?:Required|Optional)Attendees|Resources|(?:Start|End|Meeting)TimeZone))$/,
    kinds: ['lost'],
    itemClass: /^IPM\.Schedule\./i,
    reason: 'Read-only: people, zones and series of a meeting message are what the server reads of its MIME.',
  },
  {
    methods: ['typed'],
    property: /^field MeetingTimeZone$/,
    kinds: ['made'],
    itemClass: /^IPM\.Appointment/i,
    reason: 'Exchange 2007 keeps the zone of the start there; which one, test/exchange/meeting-zone.test.ts compares.',
  },
  {
    methods: ['typed'],
    property: /^(?:responses of \w+|field OriginalStart)$/,
    kinds: ['lost', 'changed'],
    itemClass: /^IPM\.Appointment/i,
    reason: 'Read-only: who of the others answered is what the server knows of their messages.',
  },
  {
    methods: ['typed'],
    property: /^field (?:Organizer|DateTimeStamp)$/,
    kinds: ['changed', 'made'],
    itemClass: /^IPM\.Appointment/i,
    reason:
      'Organizer is read-only: whether a server keeps one that comes by its MAPI properties is seen at run time. What has no people is stamped when it is made.',
  },
  {
    methods: ['typed'],
    property: /^field (?:UID|ReminderMinutesBeforeStart|StartTimeZone|EndTimeZone)$/,
    kinds: ['made'],
    itemClass: /^IPM\.Appointment/i,
    reason: 'The server gives an appointment what it does not come with.',
  },
  {
    methods: ['typed'],
    property:
      /^(?:attachment \d+ item )+field (?:Organizer|DateTimeStamp|UID|ReminderMinutesBeforeStart|StartTimeZone)$/,
    kinds: ['changed', 'made'],
    reason: 'The server gives an appointment what it does not come with.',
  },
  {
    methods: ['typed'],
    property: /^(?:attachment \d+ item )*field Conversation(?:Index|Topic)$/,
    kinds: ['lost', 'changed'],
    reason: 'Read-only: the server reads the conversation from the subject and the references.',
  },
  {
    methods: ['typed'],
    property:
      /^field (?:AssignedTime|ChangeCount|DelegationState|Delegator|IsAssignmentEditable|IsTeamTask|Owner|StatusDescription)$/,
    kinds: ['lost', 'changed'],
    itemClass: /^IPM\.Task/i,
    reason: 'Read-only: whose task it is follows from how it was assigned.',
  },
  {
    methods: ['typed'],
    property: /^field (?:ContactSource|Phonetic\w+|Alias|Notes|Photo|DirectoryId|ManagerMailbox|DirectReports)$/,
    kinds: ['lost'],
    itemClass: /^IPM\.(?:Contact|DistList)/i,
    reason: 'Read-only: what the directory says of a person.',
  },
];

const kindOf = ({ source, destination }: PropertyChange): 'lost' | 'made' | 'changed' =>
  destination === '' ? 'lost' : source === '' ? 'made' : 'changed';

const NOT_THERE = 'One of the two versions has no such element.';

const NAMELESS = 'Before Exchange 2010 the addresses of a contact come without names and types.';

const since = new Map<string, number>();

/** The level that has an element first, by the schema; 0 for those that were always there. */
function sinceOf(element: string, name: string): number {
  const key = `${element}/${name}`;
  let level = since.get(key);
  if (level === undefined) {
    level = elementsOf(GRAMMAR, element).find((each) => each.name === name)?.since ?? 0;
    since.set(key, level);
  }
  return level;
}

const WEEKLESS = 'The elements of Exchange 2007 do not say on which day the weeks of a series begin.';
const weekless = (recurrence: string): string => recurrence.replace(/,\["FirstDayOfWeek","\w+"\]/, '');

/** Why a path changes this property of a copy; undefined when it has no reason to. */
export function reasonFor(change: PropertyChange, method: Method, levels: Levels): string | undefined {
  const kind = kindOf(change);
  const found = EXPECTATIONS.find(
    (each) =>
      each.methods.includes(method) &&
      each.property.test(change.property) &&
      (each.kinds?.includes(kind) ?? true) &&
      (each.itemClass?.test(change.itemClass) ?? true),
  );
  if (found) return found.reason;
  // What one of the two servers has no element for can't cross as an element.
  const lowest = Math.min(levels.from ?? Infinity, levels.to ?? Infinity);
  if (method === 'transfer') return undefined;
  if (/^(?:attachment \d+ item )*attachment \d+ (?:isInline|isContactPhoto)$/.test(change.property))
    return sinceOf('AttachmentBase', 'IsInline') > lowest ? NOT_THERE : undefined;
  if (/^(?:attachment \d+ item )*field EmailAddresses$/.test(change.property) && lowest < 10) return NAMELESS;
  if (
    change.property.endsWith('field Recurrence') &&
    lowest < 10 &&
    weekless(change.source) === weekless(change.destination)
  )
    return WEEKLESS;
  const name = /^field (\w+)$/.exec(change.property)?.[1];
  if (name === undefined) return undefined;
  return sinceOf(change.element, name) > lowest ? NOT_THERE : undefined;
}
