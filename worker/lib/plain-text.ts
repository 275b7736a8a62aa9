import { z } from './zod.ts';

/**
 * What no name needs: NUL and other control characters, which break files and lists; overrides of the direction of
 * writing, by which a name shows as another; halves of characters, which no encoding carries.
 */
const MISLEADING = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

/** A text that people read and tell apart: a name, a login. */
export function plainText(missing: string, longest: number) {
  return z
    .string()
    .trim()
    .min(1, missing)
    .max(longest)
    .refine(
      (text) => !MISLEADING.test(text),
      'It contains invisible characters, or characters that change how others are shown.',
    );
}
