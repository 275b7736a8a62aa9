/**
 * Days and times as the screens write them: in English like every other word, in the zone of the reader. Made without
 * `Intl`, whose data takes a slow phone a fifth of a second to load before it shows its first date. Where a zone is
 * chosen, `Intl` is needed.
 */
type Instant = number | string | Date;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const LONG_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** `9 Nov 2026`. */
export function formatDate(instant: Instant): string {
  const at = new Date(instant);
  return `${at.getDate()} ${MONTHS[at.getMonth()] ?? ''} ${at.getFullYear()}`;
}

/** `9 November 2026`. */
export function formatLongDate(instant: Instant): string {
  const at = new Date(instant);
  return `${at.getDate()} ${LONG_MONTHS[at.getMonth()] ?? ''} ${at.getFullYear()}`;
}

/** `Monday, 9 November 2026`. */
export function formatWeekday(instant: Instant): string {
  return `${WEEKDAYS[new Date(instant).getDay()] ?? ''}, ${formatLongDate(instant)}`;
}

/** `14:05`, or `14:05:09`. */
export function formatTime(instant: Instant, exact: 'minute' | 'second' = 'minute'): string {
  const at = new Date(instant);
  const minutes = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return exact === 'minute' ? minutes : `${minutes}:${two(at.getSeconds())}`;
}

/** `9 Nov 2026, 14:05`, or to the second. */
export function formatMoment(instant: Instant, exact: 'minute' | 'second' = 'minute'): string {
  return `${formatDate(instant)}, ${formatTime(instant, exact)}`;
}
