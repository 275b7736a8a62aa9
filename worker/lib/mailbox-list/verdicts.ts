import type { ListField } from './fields.ts';

/** What becomes of a row: one verdict each, the gravest first. */
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
export const REFUSED_VERDICTS = ['invalid-address', 'invalid', 'twice', 'already-there'] as const;

export function isRefused(verdict: Verdict): boolean {
  return REFUSED_VERDICTS.some((each) => each === verdict);
}

export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  'invalid-address': 'Address not valid',
  invalid: 'Value not valid',
  twice: 'Twice in the list',
  'already-there': 'Already in the project',
  'outside-domains': 'Outside your domains',
  'shared-mailbox': 'Shared or room mailbox',
  'no-password': 'No password',
  new: 'New',
};

/** What there is to say about a row. `verdict` null: good to know, and no more. */
export type RowProblem = { field: ListField | null; verdict: Exclude<Verdict, 'new'> | null; message: string };
