import { type Address, addressesOf, mailboxValue, recipientsValue } from '../items/addresses.ts';
import { type Item, type NewItem, newItem, type Value } from '../items/model.ts';
import { fieldText } from '../items/values.ts';
import { type Context, countOutgoing } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';

/** Who a meeting goes to, without those that have no address. */
export function attendeesOf(item: Pick<Item, 'properties'>): Address[] {
  const { fields } = item.properties;
  return ['RequiredAttendees', 'OptionalAttendees', 'Resources']
    .flatMap((name) => addressesOf(fields[name]))
    .filter(({ email }) => email !== '');
}

/** What of an appointment its invitations, updates and cancellations tell. */
const TOLD = [
  'UID',
  'Start',
  'End',
  'IsAllDayEvent',
  'LegacyFreeBusyStatus',
  'Location',
  'Organizer',
  'RequiredAttendees',
  'OptionalAttendees',
  'Resources',
  'Recurrence',
  'StartTimeZone',
  'EndTimeZone',
  'Importance',
  'Sensitivity',
  'Categories',
];

type Kind = 'request' | 'update' | 'cancellation';

const CLASS: Readonly<Record<Kind, string>> = {
  request: 'IPM.Schedule.Meeting.Request',
  update: 'IPM.Schedule.Meeting.Request',
  cancellation: 'IPM.Schedule.Meeting.Canceled',
};

/** The message that tells people of a meeting, as it lies in their Inbox. */
function messageOf(item: Item, kind: Kind, to: readonly Address[], now: number): NewItem {
  const message = newItem(CLASS[kind], now);
  const { fields } = message.properties;
  for (const name of TOLD) {
    const value = item.properties.fields[name];
    if (value !== undefined && !(kind === 'cancellation' && /Attendees|Resources/.test(name))) fields[name] = value;
  }
  const organizer = item.properties.fields['Organizer'] as Value;
  Object.assign(fields, { From: organizer, Sender: organizer, ToRecipients: recipientsValue(to) });
  if (kind !== 'cancellation') {
    fields['MeetingRequestType'] = kind === 'request' ? 'NewMeetingRequest' : 'FullUpdate';
    fields['IntendedFreeBusyStatus'] = item.properties.fields['LegacyFreeBusyStatus'] ?? 'Busy';
    fields['LegacyFreeBusyStatus'] = 'Tentative';
  }
  message.subject = kind === 'cancellation' ? `Canceled: ${item.subject}` : item.subject;
  if (item.properties.body) message.properties.body = item.properties.body;
  message.isRead = false;
  message.sentAt = now;
  message.receivedAt = now;
  message.messageId = `<${crypto.randomUUID()}@sandbox.invalid>`;
  return message;
}

/** Puts what was sent into the mailboxes of this server that it goes to; their calendars hold the meeting at once. */
function deliver(context: Context, item: Item, kind: Kind, to: readonly Address[]): void {
  const { store, side } = context;
  const organizer = addressesOf(item.properties.fields['Organizer'])[0]?.email.toLowerCase();
  for (const { email } of to) {
    const mailbox = store.mailbox(email);
    const inbox = mailbox && getDistinguished(store, mailbox.id, 'inbox');
    if (!mailbox || !inbox || email.toLowerCase() === organizer) continue;
    insertItem(store, mailbox.id, inbox.id, messageOf(item, kind, to, side.now()));
    const calendar = kind === 'request' ? getDistinguished(store, mailbox.id, 'calendar') : undefined;
    if (!calendar) continue;
    const copy = newItem('IPM.Appointment', side.now());
    for (const name of TOLD) {
      const value = item.properties.fields[name];
      if (value !== undefined && name !== 'Categories') copy.properties.fields[name] = value;
    }
    Object.assign(copy.properties.fields, {
      IsMeeting: 'true',
      MyResponseType: 'NoResponseReceived',
      AppointmentState: '3',
      LegacyFreeBusyStatus: 'Tentative',
    });
    copy.subject = item.subject;
    if (item.properties.body) copy.properties.body = item.properties.body;
    insertItem(store, mailbox.id, calendar.id, copy);
  }
}

function send(context: Context, item: Item, kind: Kind, to: readonly Address[], keepsCopy: boolean): void {
  if (to.length === 0) return;
  countOutgoing(context, to.length);
  deliver(context, item, kind, to);
  const sent = keepsCopy ? getDistinguished(context.store, item.mailbox, 'sentitems') : undefined;
  if (!sent) return;
  const copy = messageOf(item, kind, to, context.side.now());
  copy.isRead = true;
  insertItem(context.store, item.mailbox, sent.id, copy);
}

const isOrganizer = (item: Item): boolean =>
  /^(?:Organizer|Unknown|)$/.test(fieldText(item.properties.fields, 'MyResponseType') ?? '');

/** Sends what `SendMeetingInvitations` of CreateItem asks for; one outgoing message an attendee. */
export function sendInvitations(context: Context, item: Item, how: string): void {
  if (how === 'SendToNone') return;
  send(context, item, 'request', attendeesOf(item), how === 'SendToAllAndSaveCopy');
}

/**
 * Sends what `SendMeetingInvitationsOrCancellations` of UpdateItem asks for: the update to those who stay, an
 * invitation to those who came, a cancellation to those who went; with `Changed` to the last two alone.
 */
export function sendMeetingUpdate(context: Context, item: Item, before: readonly Address[], how: string): void {
  if (how === 'SendToNone' || !isOrganizer(item)) return;
  const has = (list: readonly Address[], { email }: Address): boolean =>
    list.some((each) => each.email.toLowerCase() === email.toLowerCase());
  const after = attendeesOf(item);
  const keepsCopy = how.endsWith('SaveCopy');
  const came = after.filter((each) => !has(before, each));
  const stayed = how.includes('Changed') ? [] : after.filter((each) => has(before, each));
  send(context, item, 'request', came, keepsCopy);
  send(context, item, 'update', stayed, keepsCopy);
  send(
    context,
    item,
    'cancellation',
    before.filter((each) => !has(after, each)),
    keepsCopy,
  );
}

/** What `SendMeetingCancellations` of DeleteItem asks for: the organiser cancels, an attendee declines. */
export function sendCancellations(context: Context, item: Item, how: string): void {
  if (how === 'SendToNone') return;
  if (isOrganizer(item)) send(context, item, 'cancellation', attendeesOf(item), how === 'SendToAllAndSaveCopy');
  else if (attendeesOf(item).length > 0) decline(context, item);
}

function decline(context: Context, item: Item): void {
  const { store, side } = context;
  countOutgoing(context);
  const [organizer] = addressesOf(item.properties.fields['Organizer']);
  const mailbox = organizer && store.mailbox(organizer.email);
  const inbox = mailbox && getDistinguished(store, mailbox.id, 'inbox');
  if (!mailbox || !inbox || mailbox.id === item.mailbox) return;
  const { email, name } = store.mailboxById(item.mailbox);
  const from: Value = { c: [['Mailbox', mailboxValue({ name, email })]] };
  const message = newItem('IPM.Schedule.Meeting.Resp.Neg', side.now());
  message.subject = `Declined: ${item.subject}`;
  Object.assign(message.properties.fields, { From: from, Sender: from, ToRecipients: recipientsValue([organizer]) });
  const uid = item.properties.fields['UID'];
  if (uid !== undefined) message.properties.fields['UID'] = uid;
  message.isRead = false;
  message.sentAt = side.now();
  message.receivedAt = side.now();
  insertItem(store, mailbox.id, inbox.id, message);
}
