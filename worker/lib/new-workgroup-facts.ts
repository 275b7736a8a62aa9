import { LANGUAGES } from './mail/languages.ts';
import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** Whether IANA, as this platform knows it, has a time zone of this name. */
export function isTimeZone(name: string): boolean {
  // Offsets such as `+02:00` know no summer time.
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What a workgroup says of itself, as the form checks it. */
export const NewWorkgroupFacts = z.strictObject({
  name: plainText('A workgroup needs a name.', 100),
  language: z.enum(LANGUAGES).nullable(),
  timeZone: z.string().max(64).refine(isTimeZone, 'There is no time zone of this name.').nullable(),
});
