import type { z } from 'zod';
import type { PartError } from '../../lib/problem.ts';
import { isUnknownLogin, SIDES } from '../../lib/credential-request-facts.ts';
import type { MailboxEdit } from './schema.ts';
import type { MailboxRow } from './table.ts';

export type Edit = z.output<typeof MailboxEdit>;

/** What the project has besides the mailboxes that change. */
export type Around = {
  /** The mailboxes to change, by id, as they are. */
  rows: ReadonlyMap<string, MailboxRow>;
  /** Destination addresses of all other mailboxes, in small letters. */
  taken: ReadonlySet<string>;
  /** Mailboxes that a pass has copied from, or is in. */
  fixed: ReadonlySet<string>;
  /** Waves of the project. */
  waves: ReadonlySet<string>;
  /** Both endpoints are one server. */
  isSameServer: boolean;
};

/** What is wrong with changes of several mailboxes, each at its place in the request; none where all can be made. */
export function findEditErrors(
  edits: readonly Edit[],
  { rows, taken, fixed, waves, isSameServer }: Around,
): PartError[] {
  const errors: PartError[] = [];
  const given = new Set<string>();
  const destinations = new Map<string, number>();
  // Addresses of mailboxes that change none of theirs stay taken.
  const kept = keptDestinations(edits, rows);
  edits.forEach((edit, index) => {
    const refuse = (field: string, message: string) =>
      errors.push({ path: `mailboxes[${String(index)}].${field}`, message });
    const row = rows.get(edit.id);
    if (!row) return refuse('id', `The project has no mailbox ${edit.id}.`);
    if (given.has(edit.id)) return refuse('id', `${row.sourceEmail} is in the request twice.`);
    given.add(edit.id);
    for (const side of SIDES)
      if (isUnknownLogin(edit[`${side}Login`]) && typeof edit[`${side}Password`] === 'string')
        refuse(`${side}Password`, 'Leave out the password of an unknown login, or enter the login.');
    const { destinationEmail, waveId } = edit;
    if (typeof waveId === 'string' && !waves.has(waveId)) refuse('waveId', `The project has no wave ${waveId}.`);
    if (destinationEmail === undefined || destinationEmail === row.destinationEmail) return undefined;
    const key = destinationEmail.toLowerCase();
    if (fixed.has(row.id) && key !== row.destinationKey)
      return refuse(
        'destinationEmail',
        `A pass has copied to ${row.destinationEmail}. To copy elsewhere, delete the mailbox and add it again.`,
      );
    const earlier = destinations.get(key);
    if (earlier !== undefined)
      return refuse('destinationEmail', `${destinationEmail} is already in row ${String(earlier + 1)}.`);
    destinations.set(key, index);
    if (taken.has(key) || kept.has(key))
      return refuse('destinationEmail', `${destinationEmail} is already in the project.`);
    if (isSameServer && key === row.sourceKey)
      return refuse('destinationEmail', 'Source and destination are the same mailbox on the same server.');
    return undefined;
  });
  return errors;
}

function keptDestinations(edits: readonly Edit[], rows: ReadonlyMap<string, MailboxRow>): Set<string> {
  const kept = new Set<string>();
  for (const { id, destinationEmail } of edits) {
    const row = rows.get(id);
    if (row && (destinationEmail ?? row.destinationEmail) === row.destinationEmail) kept.add(row.destinationKey);
  }
  return kept;
}

/** Names of the fields that a request changes, of one mailbox or more. */
export function fieldsOf(edits: readonly Edit[]): string[] {
  const fields = new Set<string>();
  for (const { id: _, ...edit } of edits)
    for (const [field, value] of Object.entries(edit)) if (value !== undefined) fields.add(field);
  return [...fields].toSorted();
}
