import { z } from '../../../worker/lib/zod.ts';

/** The numbers in a list that someone typed, in order, each once; NaN for what is none. */
export function daysIn(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== '').map(Number))].toSorted((a, b) => a - b);
}

const isDays = (value: number): boolean => Number.isInteger(value) && value > 0;

/** What the form checks before it asks the API, which knows the limits. */
export const RequestSettingsText = z.strictObject({
  requestValidDays: z.string().refine((text) => isDays(Number(text)), 'Enter a number of days.'),
  reminderDays: z.string().refine((text) => daysIn(text).every(isDays), 'Enter numbers of days, such as 3, 7.'),
  purgeAfterDays: z
    .string()
    .refine((text) => text.trim() === '' || isDays(Number(text)), 'Enter a number of days, or leave it empty.'),
});
