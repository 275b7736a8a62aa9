import { COMMON_PASSWORDS } from './common-passwords.ts';

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;
/** A password of fewer different characters is a pattern. */
const LEAST_DIFFERENT = 5;
/** Neighbours on keyboards and in counting, there and back. */
const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
];
/** Less than this much of a password may be made of such rows, names and repetitions. */
const LEAST_OWN = 4;

/** What others know of whose password it is. */
export type Known = readonly (string | undefined)[];

/** Why a password is no good, for people; undefined where it is. The rules hold wherever a password is set. */
export function faultOfPassword(password: string, known: Known = []): string | undefined {
  if (password.length < SHORTEST_PASSWORD) return `A password needs at least ${String(SHORTEST_PASSWORD)} characters.`;
  if (password.length > LONGEST_PASSWORD) return `A password can have at most ${String(LONGEST_PASSWORD)} characters.`;
  const text = password.toLowerCase();
  if (new Set(text).size < LEAST_DIFFERENT || isRepeated(text)) return 'This password repeats itself.';
  if (COMMON_PASSWORDS.has(text) || COMMON_PASSWORDS.has(withoutTail(text)))
    return 'Too many people use this password.';
  if (withoutRows(text).length < LEAST_OWN) return 'This password is a row of keys on the keyboard.';
  const isKnown = wordsIn(known).some((word) => text.replaceAll(word, '').length < LEAST_OWN);
  return isKnown ? 'This password is your name or address.' : undefined;
}

/** Without the digits and signs that people put at the end. */
function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && !/\p{L}/u.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}

/** Whether it only repeats one part, such as `abc12abc12`. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1)
    if (
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .startsWith(text)
    )
      return true;
  return false;
}

/** What is left without runs of four or more keys of a keyboard row. */
function withoutRows(text: string): string {
  const rows = ROWS.flatMap((row) => [row, row.split('').reverse().join('')]);
  let left = '';
  for (let at = 0; at < text.length;) {
    let run = 1;
    while (at + run < text.length && rows.some((row) => row.includes(text.slice(at, at + run + 1)))) run += 1;
    if (run < 4) left += text.slice(at, at + run);
    at += run;
  }
  return left;
}

function wordsIn(known: Known): string[] {
  const words = known.flatMap((text) => (text ?? '').toLowerCase().split(/[\s@.]+/));
  const whole = known.flatMap((text) => (text ? [text.toLowerCase()] : []));
  return [...whole, ...words].filter((word) => word.length >= 4);
}
