import { EwsError, SoapFault } from './errors.ts';
import type { Zone } from '../items/time-zones.ts';
import { serializableXml } from '../items/zone-changes.ts';
import type { Context } from '../side.ts';
import { child, leaf, type Node, requireChild, textOf } from '../xml/node.ts';
import {
  type Attendee,
  type Busy,
  busyOf,
  checkLength,
  clockOfRequest,
  merged,
  readSpan,
  requireAttendee,
  type Span,
  wallText,
} from './availability.ts';
import { once, type Operation, type Reply } from './operation.ts';
import { type Answer, replyXml } from './reply-xml.ts';
import { suggestionsOf } from './suggestions.ts';

const MAX_MAILBOXES = 100;
const MAX_MERGED_MINUTES = 1440;

/** What is asked of each mailbox. */
type View = Span & { zone: Zone; minutes: number; isMerged: boolean; isListed: boolean; isDetailed: boolean };

function readView(context: Context, options: Node, zone: Zone): View {
  const span = readSpan(requireChild(options, 'TimeWindow'), zone);
  checkLength(context, span);
  const minutes = Number(textOf(options, 'MergedFreeBusyIntervalInMinutes') ?? 30);
  if (minutes < 5 || minutes > MAX_MERGED_MINUTES) throw new EwsError('ErrorInvalidMergedFreeBusyInterval');
  const asked = (textOf(options, 'RequestedView') ?? 'FreeBusyMerged').split(/\s+/);
  if (asked.every((each) => each === 'None')) throw new EwsError('ErrorInvalidFreeBusyViewType');
  return {
    ...span,
    zone,
    minutes,
    isMerged: asked.some((each) => each.includes('Merged')),
    isListed: asked.some((each) => each !== 'MergedOnly'),
    isDetailed: asked.some((each) => each.startsWith('Detailed')),
  };
}

function eventXml(context: Context, view: View, busy: Busy, withDetails: boolean): string {
  const times = `<t:StartTime>${wallText(context, busy.start, view.zone)}</t:StartTime><t:EndTime>${wallText(context, busy.end, view.zone)}</t:EndTime>`;
  const type = `<t:BusyType>${busy.type === 'WorkingElsewhere' && context.level < 13 ? 'Free' : busy.type}</t:BusyType>`;
  if (!withDetails) return `<t:CalendarEvent>${times}${type}</t:CalendarEvent>`;
  const texts = leaf('t:Subject', busy.subject) + leaf('t:Location', busy.location);
  return `<t:CalendarEvent>${times}${type}<t:CalendarEventDetails><t:ID>${busy.id}</t:ID>${texts}<t:IsMeeting>${busy.isMeeting}</t:IsMeeting><t:IsRecurring>${busy.isRecurring}</t:IsRecurring><t:IsException>${busy.isException}</t:IsException><t:IsReminderSet>${busy.isReminderSet}</t:IsReminderSet><t:IsPrivate>${busy.isPrivate}</t:IsPrivate></t:CalendarEventDetails></t:CalendarEvent>`;
}

function viewXml(context: Context, view: View, { mailbox, sees }: Attendee): string {
  const busy = busyOf(context, mailbox, view);
  const isDetailed = view.isDetailed && sees === 'details';
  const isOwner = context.caller.mailbox?.id === mailbox.id;
  const base = view.isListed ? (isDetailed ? 'Detailed' : 'FreeBusy') : '';
  const kind = view.isListed ? `${base}${view.isMerged ? 'Merged' : ''}` : 'MergedOnly';
  const digits = view.isMerged ? leaf('t:MergedFreeBusy', merged(busy, view, view.minutes)) : '';
  // What is private shows its times to others, no more.
  const list = busy.map((each) => eventXml(context, view, each, isDetailed && (isOwner || !each.isPrivate)));
  const events = view.isListed ? `<t:CalendarEventArray>${list.join('')}</t:CalendarEventArray>` : '';
  const zone = serializableXml(view.zone, new Date(view.start).getUTCFullYear());
  const hours = `<t:WorkingHours><t:TimeZone>${zone}</t:TimeZone><t:WorkingPeriodArray><t:WorkingPeriod><t:DayOfWeek>Monday Tuesday Wednesday Thursday Friday</t:DayOfWeek><t:StartTimeInMinutes>480</t:StartTimeInMinutes><t:EndTimeInMinutes>1020</t:EndTimeInMinutes></t:WorkingPeriod></t:WorkingPeriodArray></t:WorkingHours>`;
  return `<m:FreeBusyView><t:FreeBusyViewType>${kind}</t:FreeBusyViewType>${digits}${events}${hours}</m:FreeBusyView>`;
}

/** The request as a whole is refused with a fault; each mailbox by itself inside. */
function asked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EwsError) throw new SoapFault(error.code, error.message);
    throw error;
  }
}

/** The first reply is about suggestions, the others are the mailboxes'; an error in its place is one of a mailbox. */
const respond = (replies: readonly Reply[]): Answer => {
  const suggestions = replies[0]?.error ? undefined : replies[0];
  const mailboxes = suggestions ? replies.slice(1) : replies;
  const wrapped = mailboxes.map(({ body = '', ...status }) => [
    '<m:FreeBusyResponse>',
    replyXml('m:ResponseMessage', status),
    body,
    '</m:FreeBusyResponse>',
  ]);
  const list = mailboxes.length > 0 ? ['<m:FreeBusyResponseArray>', ...wrapped, '</m:FreeBusyResponseArray>'] : '';
  return { attributes: {}, inner: [list, suggestions?.body ?? ''] };
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseravailability-operation */
export const getUserAvailabilityOperation: Operation = {
  name: 'GetUserAvailability',
  element: 'GetUserAvailabilityRequest',
  since: 8,
  respond,
  run(context, request) {
    const mailboxes = requireChild(request, 'MailboxDataArray').children;
    const zone = clockOfRequest(context, request);
    if (mailboxes.length === 0) throw new SoapFault('ErrorIdentityArrayEmpty');
    if (mailboxes.length > MAX_MAILBOXES) throw new SoapFault('ErrorIdentityArrayTooBig');
    const [free, suggest] = [child(request, 'FreeBusyViewOptions'), child(request, 'SuggestionsViewOptions')];
    if (!free && !suggest) throw new SoapFault('ErrorInvalidFreeBusyViewType');
    const view = free && asked(() => readView(context, free, zone));
    const emails = mailboxes.map((node) => textOf(requireChild(node, 'Email'), 'Address') ?? '');
    const views = view
      ? emails.flatMap((email) => once(() => viewXml(context, view, requireAttendee(context, email))))
      : [];
    if (!suggest) return [{}, ...views];
    const [status = {}] = asked(() => once(() => suggestionsOf(context, suggest, emails, zone)));
    const { body = '', ...rest } = status;
    const suggestions = [
      '<m:SuggestionsResponse>',
      replyXml('m:ResponseMessage', rest),
      body,
      '</m:SuggestionsResponse>',
    ];
    return [{ body: suggestions }, ...views];
  },
};
