import { foldText } from '../../worker/lib/fold-text.ts';

/** Digits of the longest number that counts as one. */
const LONGEST_NUMBER = 15;

const keyOf = (name: string): string =>
  foldText(name).replace(/\d+/g, (digits) => digits.padStart(LONGEST_NUMBER, '0'));

/**
 * The order of names, without case and accents, by the value of the numbers in them: "Week 2" before "Week 10". Without
 * `Intl`, which a slow phone loads long before it sorts the first.
 */
export function compareNames(a: string, b: string): number {
  const [first, second] = [keyOf(a), keyOf(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
