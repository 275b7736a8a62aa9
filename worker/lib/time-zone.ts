import { z } from './zod.ts';

/** The name of a time zone that this platform knows, such as `Europe/Oslo`. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'There is no time zone of this name.');

function isTimeZone(name: string): boolean {
  try {
    // An offset such as +01:00 has no summer time.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
