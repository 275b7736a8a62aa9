import type { Party } from './world.ts';

/** Rows with an error that is corrected in place. */
const TYPOS = 3;
/** Rows that are left out: a repeated one, and one that is no mailbox. */
export const LEFT_OUT = 2;

export type PartyList = {
  csv: string;
  /** What the typos are corrected to, by the line of the list. */
  corrections: { line: number; address: string }[];
  /** Mailboxes that there are in the end. */
  mailboxes: number;
};

/** As many rows as there are people, as a provider's portal exports them, with the errors of a list kept by hand. */
export function listOf({ people, oldDomain }: Party): PartyList {
  const rows = people.map((person) => `${person}@${oldDomain}`);
  const corrections: PartyList['corrections'] = [];
  for (let typo = 0; typo < TYPOS; typo += 1) {
    const at = typo * 2 + 1;
    // The heading is line 1.
    corrections.push({ line: at + 2, address: rows[at]! });
    rows[at] = rows[at]!.replace('@', '(at)');
  }
  rows[rows.length - 2] = rows[0]!;
  rows[rows.length - 1] = 'All staff';
  return { csv: `Source Email\r\n${rows.join('\r\n')}\r\n`, corrections, mailboxes: people.length - LEFT_OUT };
}
