import { EwsError } from './errors.ts';
import { fromLocal, toLocal, type Zone } from '../items/time-zones.ts';
import type { Context } from '../side.ts';
import { type Node, requireChild, textOf } from '../xml/node.ts';
import { type Busy, busyOf, checkLength, MINUTE, readSpan, requireAttendee, wallText } from './availability.ts';

const DAY = 86_400_000;
const STEP_MINUTES = 30;
const [WORK_FROM, WORK_TO] = [480, 1020];
const QUALITIES = ['Excellent', 'Good', 'Fair', 'Poor'];

type Slot = { time: number; isWork: boolean; quality: number; conflicts: string };

function busyTypeAt(busy: readonly Busy[], start: number, end: number): string {
  const hit = busy.filter((each) => each.start < end && each.end > start && each.type !== 'Free');
  return (
    hit.find(({ type }) => type === 'OOF')?.type ??
    hit.find(({ type }) => type === 'Busy')?.type ??
    hit[0]?.type ??
    'Free'
  );
}

/**
 * Times at which the attendees could meet, a day at a time: the fewer of them are away, the better. How Exchange
 * weighs them is not documented; this keeps the shape, the limits and the plain cases (nobody away is excellent,
 * everyone away is poor).
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/suggestionsviewoptions
 */
export function suggestionsOf(context: Context, options: Node, emails: readonly string[], zone: Zone): string {
  const span = readSpan(requireChild(options, 'DetailedSuggestionsWindow'), zone);
  checkLength(context, span);
  const number = (name: string, fallback: number): number => Number(textOf(options, name) ?? fallback);
  const length = number('MeetingDurationInMinutes', 60) * MINUTE;
  const most = number('MaximumResultsByDay', 10);
  const mostOutside = number('MaximumNonWorkHourResultsByDay', 0);
  const least = Math.max(0, QUALITIES.indexOf(textOf(options, 'MinimumSuggestionQuality') ?? 'Fair'));
  if (length < 30 * MINUTE || length > DAY)
    throw new EwsError('ErrorInvalidRequest', 'The length of the meeting is not valid.');
  const wider = { start: span.start, end: span.end + DAY };
  const calendars = emails.map((email) => {
    try {
      return busyOf(context, requireAttendee(context, email).mailbox, wider);
    } catch (error) {
      if (error instanceof EwsError) return undefined;
      throw error;
    }
  });
  const slotAt = (local: number): Slot => {
    const time = fromLocal(local, zone);
    const minute = (local % DAY) / MINUTE;
    const weekday = new Date(local).getUTCDay();
    const isWork = weekday > 0 && weekday < 6 && minute >= WORK_FROM && minute + length / MINUTE <= WORK_TO;
    let away = 0;
    const conflicts = calendars.map((busy) => {
      if (!busy) return '<t:UnknownAttendeeConflictData/>';
      const type = busyTypeAt(busy, time, time + length);
      if (type === 'Busy' || type === 'OOF') away += 1;
      return `<t:IndividualAttendeeConflictData><t:BusyType>${type}</t:BusyType></t:IndividualAttendeeConflictData>`;
    });
    const share = away / Math.max(1, calendars.length);
    const quality = share === 0 ? 0 : share < 0.25 ? 1 : share < 0.5 ? 2 : 3;
    return { time, isWork, quality, conflicts: conflicts.join('') };
  };
  let days = '';
  for (let day = Math.floor(toLocal(span.start, zone) / DAY) * DAY; day < toLocal(span.end, zone); day += DAY) {
    const slots: Slot[] = [];
    for (let minute = 0; minute < 1440; minute += STEP_MINUTES) slots.push(slotAt(day + minute * MINUTE));
    const fit = slots
      .filter(({ time, quality }) => time >= span.start && time + length <= span.end && quality <= least)
      .toSorted((a, b) => a.quality - b.quality || a.time - b.time);
    const chosen = [
      ...fit.filter(({ isWork }) => isWork).slice(0, most),
      ...fit.filter(({ isWork }) => !isWork).slice(0, Math.min(most, mostOutside)),
    ].toSorted((a, b) => a.quality - b.quality || a.time - b.time);
    const best = QUALITIES[Math.min(3, ...chosen.map(({ quality }) => quality))];
    const list = chosen.map(
      ({ time, isWork, quality, conflicts }) =>
        `<t:Suggestion><t:MeetingTime>${wallText(context, time, zone)}</t:MeetingTime><t:IsWorkTime>${isWork}</t:IsWorkTime><t:SuggestionQuality>${QUALITIES[quality]}</t:SuggestionQuality><t:AttendeeConflictDataArray>${conflicts}</t:AttendeeConflictDataArray></t:Suggestion>`,
    );
    days += `<t:SuggestionDayResult><t:Date>${wallText(context, fromLocal(day, zone), zone)}</t:Date><t:DayQuality>${best}</t:DayQuality><t:SuggestionArray>${list.join('')}</t:SuggestionArray></t:SuggestionDayResult>`;
  }
  return `<m:SuggestionDayResultArray>${days}</m:SuggestionDayResultArray>`;
}
