import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../worker/lib/units.ts';
import { once } from './once.ts';

/** Numbers, sizes and times as people read them, in the reader's own language. A slow phone takes long to make each. */
const whole = once(() => new Intl.NumberFormat());
const oneDigit = once(() => new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, minimumFractionDigits: 1 }));
const relative = once(() => new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' }));

export function formatCount(value: number): string {
  return whole().format(Math.round(value));
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
  return `${unit === 0 ? whole().format(Math.round(value)) : oneDigit().format(value)} ${UNITS[unit]}`;
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

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
];

/** `now`, `3 min ago`, `yesterday`; further back the date. */
export function formatAgo(at: number, now: number): string {
  const ago = at - now;
  if (Math.abs(ago) < 45_000) return 'just now';
  if (Math.abs(ago) > 6 * DAY_MS) return new Date(at).toLocaleDateString();
  for (const [unit, ms] of STEPS)
    if (Math.abs(ago) >= ms || unit === 'minute') return relative().format(Math.round(ago / ms), unit);
  return '';
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/**
 * A sentence of the server with instants in it, in the reader's zone; with the day where it is another day, to the
 * second or, where there is little room, to the minute.
 */
export function localizeInstants(text: string, now = new Date(), exact: 'second' | 'minute' = 'second'): string {
  return text.replace(INSTANT, (instant) => {
    const at = new Date(instant);
    return at.toDateString() === now.toDateString()
      ? at.toLocaleTimeString(undefined, {
          hour: '2-digit',
          minute: '2-digit',
          ...(exact === 'second' && { second: '2-digit' }),
        })
      : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  });
}
