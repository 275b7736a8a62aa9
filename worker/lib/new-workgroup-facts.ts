import { LANGUAGES } from './mail/languages.ts';
import { plainText } from './plain-text.ts';
import { TimeZone } from './time-zone.ts';
import { z } from './zod.ts';

/** What a workgroup says of itself, as the form checks it. */
export const NewWorkgroupFacts = z.strictObject({
  name: plainText('A workgroup needs a name.', 100),
  language: z.enum(LANGUAGES).nullable(),
  timeZone: TimeZone.nullable(),
});
