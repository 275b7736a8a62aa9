import type { ListField } from './fields.ts';

/** The verdicts of rows: each has one, the worst of those that fit it. */
export const VERDICTS = [
  'invalid-address',
  'invalid',
  'twice',
  'already-there',
  'outside-domains',
  'shared-mailbox',
  'no-password',
  'new',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Verdicts of rows that can't be added as they are. */
const REFUSED_VERDICTS = ['invalid-address', 'invalid', 'twice', 'already-there'] as const;

export function isRefused(verdict: Verdict): boolean {
  return REFUSED_VERDICTS.some((each) => each === verdict);
}

/** What there is to say about a row. `verdict` null: good to know, and no more. */
export type RowProblem = { field: ListField | null; verdict: Exclude<Verdict, 'new'> | null; message: string };
