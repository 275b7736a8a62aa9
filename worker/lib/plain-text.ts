import { z } from './zod.ts';

/**
 * Characters that no name needs: NUL and other control characters, which break files and lists; overrides of the writing
 * direction, which can disguise a name; lone surrogates, which no encoding can carry.
 */
const MISLEADING = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** Whether a text has none of these. */
export function isReadableText(text: string): boolean {
  return !MISLEADING.test(text);
}

/** A text that people read and tell apart: a name, a login. */
export function plainText(missing: string, longest: number) {
  return z
    .string()
    .trim()
    .min(1, missing)
    .max(longest)
    .refine(isReadableText, 'It contains invisible characters, or characters that change how others are shown.');
}

/** Text of several lines, such as a postal address. */
const LINES_NEVER = /[\p{Cs}\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/u;
export const plainLines = (longest: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, 'It is empty. Send null to remove it.')
        .max(longest, `It can have at most ${String(longest)} characters.`)
        .refine((text) => !LINES_NEVER.test(text), 'It contains characters that change how others are shown.'),
    );
