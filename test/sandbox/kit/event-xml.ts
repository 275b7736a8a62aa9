/** Parts of appointments, as requests have them. */
export const weekly =
  '<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>';
export const daily = (interval = 1): string =>
  `<t:DailyRecurrence><t:Interval>${interval}</t:Interval></t:DailyRecurrence>`;
export const numbered = (count: number, start = '2026-03-02'): string =>
  `<t:NumberedRecurrence><t:StartDate>${start}</t:StartDate><t:NumberOfOccurrences>${count}</t:NumberOfOccurrences></t:NumberedRecurrence>`;
export const until = (end: string): string =>
  `<t:EndDateRecurrence><t:StartDate>2026-03-03</t:StartDate><t:EndDate>${end}</t:EndDate></t:EndDateRecurrence>`;

export type Event = {
  start?: string;
  end?: string;
  before?: string;
  between?: string;
  recurrence?: string;
  zone?: string;
};

export const event = ({
  start = '2026-03-02T09:00:00Z',
  end = '2026-03-02T10:00:00Z',
  before = '',
  between = '',
  recurrence = '',
  zone = '',
}: Event): string =>
  `<t:CalendarItem><t:Subject>S</t:Subject>${before}<t:Start>${start}</t:Start><t:End>${end}</t:End>${between}${recurrence ? `<t:Recurrence>${recurrence}</t:Recurrence>` : ''}${zone}</t:CalendarItem>`;
