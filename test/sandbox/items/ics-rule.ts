import type { Value } from './model.ts';
import { toLocal } from './time-zones.ts';

const DAYS: Record<string, string> = {
  SU: 'Sunday',
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
};
const NAMES = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const INDEX: Record<string, string> = { '1': 'First', '2': 'Second', '3': 'Third', '4': 'Fourth', '-1': 'Last' };
const SETS: Record<string, string> = {
  'MO,TU,WE,TH,FR': 'Weekday',
  'SA,SU': 'WeekendDay',
  'SU,SA': 'WeekendDay',
  'SU,MO,TU,WE,TH,FR,SA': 'Day',
};

/** An RRULE as an EWS recurrence; undefined for rules that Exchange has no pattern for (RFC 5545 3.3.10). */
export function recurrenceOf(rule: string, start: number, zone?: string): Value | undefined {
  const parts = new Map(
    rule
      .trim()
      .toUpperCase()
      .split(';')
      .map((each) => each.split('=') as [string, string]),
  );
  const local = new Date(toLocal(start, zone));
  const interval: [string, Value] = ['Interval', String(Math.max(1, Number(parts.get('INTERVAL')) || 1))];
  const byDay = parts.get('BYDAY');
  const month: [string, Value] = [
    'Month',
    MONTHS[(Number(parts.get('BYMONTH')) || local.getUTCMonth() + 1) - 1] ?? 'January',
  ];
  const dayOfMonth: [string, Value] = [
    'DayOfMonth',
    String(Math.min(31, Math.abs(Number(parts.get('BYMONTHDAY')?.split(',')[0])) || local.getUTCDate())),
  ];
  const ordinal = /^([+-]?\d+)?((?:[A-Z]{2})(?:,[A-Z]{2})*)$/.exec(byDay ?? '');
  const position = INDEX[(ordinal?.[1] ?? parts.get('BYSETPOS') ?? '1').replace('+', '')];
  const days = ordinal?.[2] ?? '';
  const relative: [string, Value][] = [
    ['DaysOfWeek', SETS[days] ?? DAYS[days] ?? 'Day'],
    ['DayOfWeekIndex', position ?? 'First'],
  ];
  let pattern: [string, Value] | undefined;
  switch (parts.get('FREQ')) {
    case 'DAILY':
      pattern = ['DailyRecurrence', { c: [interval] }];
      break;
    case 'WEEKLY': {
      const list = (byDay ?? '')
        .split(',')
        .map((each) => DAYS[each.replace(/^[+-]?\d+/, '')])
        .filter(Boolean);
      const names = list.length > 0 ? list.join(' ') : (NAMES[local.getUTCDay()] as string);
      pattern = [
        'WeeklyRecurrence',
        { c: [interval, ['DaysOfWeek', names], ['FirstDayOfWeek', DAYS[parts.get('WKST') ?? 'MO'] ?? 'Monday']] },
      ];
      break;
    }
    case 'MONTHLY':
      if (byDay && !position) return undefined;
      pattern = byDay
        ? ['RelativeMonthlyRecurrence', { c: [interval, ...relative] }]
        : ['AbsoluteMonthlyRecurrence', { c: [interval, dayOfMonth] }];
      break;
    case 'YEARLY':
      if (byDay && !position) return undefined;
      pattern = byDay
        ? ['RelativeYearlyRecurrence', { c: [...relative, month] }]
        : ['AbsoluteYearlyRecurrence', { c: [dayOfMonth, month] }];
      break;
    default:
      return undefined;
  }
  const startDate: [string, Value] = ['StartDate', local.toISOString().slice(0, 10)];
  const until = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '');
  const count = Number(parts.get('COUNT'));
  if (count > 0)
    return { c: [pattern, ['NumberedRecurrence', { c: [startDate, ['NumberOfOccurrences', String(count)]] }]] };
  if (until)
    return {
      c: [pattern, ['EndDateRecurrence', { c: [startDate, ['EndDate', `${until[1]}-${until[2]}-${until[3]}`]] }]],
    };
  return { c: [pattern, ['NoEndRecurrence', { c: [startDate] }]] };
}
