import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../worker/lib/units.ts';
import { formatDate, formatMoment, formatTime } from './dates.ts';

/**
 * Numbers, sizes and times as English writes them, like every other word of the screens. Made without `Intl`, whose data
 * takes a slow phone a fifth of a second to load before it shows its first number.
 */
function group(digits: string): string {
  let grouped = '';
  for (let end = digits.length; end > 0; end -= 3)
    grouped = digits.slice(Math.max(0, end - 3), end) + (grouped && `,${grouped}`);
  return grouped;
}

/** `1,409`. */
export function formatCount(value: number): string {
  const whole = Math.round(value);
  return `${whole < 0 ? '-' : ''}${group(String(Math.abs(whole)))}`;
}

/** `1,409.3` with one decimal. The value is not negative. */
export function formatDecimals(value: number, decimals: number): string {
  const [whole = '', rest = ''] = value.toFixed(decimals).split('.');
  return `${group(whole)}.${rest}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Sizes in steps of 1000, one digit after the point from kilobytes on. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : formatDecimals(value, 1)} ${UNITS[unit]}`;
}

export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** `45 s`, `3 min`, `2 h 10 min`, `3 d 4 h`: as exact as an estimate deserves. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Whole percents that never say 100 before it is done, nor 0 once it has begun. */
export function formatPercent(fraction: number): string {
  if (fraction <= 0) return '0 %';
  if (fraction >= 1) return '100 %';
  return `${Math.min(99, Math.max(1, Math.round(fraction * 100)))} %`;
}

/** `just now`, `3 min ago`, `yesterday`, `in 2 days`; further away the date. */
export function formatAgo(at: number, now: number): string {
  const distance = Math.abs(at - now);
  if (distance < 45_000) return 'just now';
  if (distance > 6 * DAY_MS) return formatDate(at);
  const side = (words: string) => (at < now ? `${words} ago` : `in ${words}`);
  const days = Math.round(distance / DAY_MS);
  if (distance < HOUR_MS) return side(`${Math.round(distance / MINUTE_MS)} min`);
  if (distance < DAY_MS) return side(`${Math.round(distance / HOUR_MS)} h`);
  if (days > 1) return side(`${days} days`);
  return at < now ? 'yesterday' : 'tomorrow';
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * A sentence of the server with instants in it, in the reader's zone; with the day where it is another day, to the
 * second or, where there is little room, to the minute.
 */
export function localizeInstants(text: string, now = new Date(), exact: 'second' | 'minute' = 'second'): string {
  return text.replace(INSTANT, (instant) => {
    const at = new Date(instant);
    return at.toDateString() === now.toDateString() ? formatTime(at, exact) : formatMoment(at);
  });
}
