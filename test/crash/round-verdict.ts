import { compareMailboxes, describeDifference } from '../sandbox/compare.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { foldersDeep, getDistinguished } from '../sandbox/store/folders.ts';
import type { Store } from '../sandbox/store/store.ts';
import type { RoundPlan } from './round-plan.ts';

/** Subjects of the items by their rows. */
export function subjectsOf(store: Store, email: string): Map<number, string> {
  const mailbox = store.mailbox(email);
  const root = mailbox && getDistinguished(store, mailbox.id, 'msgfolderroot');
  const folders = root ? foldersDeep(store, root.id) : [];
  return new Map(
    folders.flatMap(({ id }) =>
      (
        store.sql('select id, subject from items where folder = ?').all(id) as { id: number; subject: string | null }[]
      ).map(({ id: row, subject }) => [row, subject ?? ''] as const),
    ),
  );
}

/**
 * What is wrong after the last pass, by the servers' own stores. `deleted` are the subjects of what was deleted at the
 * source, by mailbox: their copies may still be there, in their folder or, where the options say so, among the deleted.
 */
export function problemsOf(
  plan: RoundPlan,
  sandbox: Sandbox,
  deleted: ReadonlyMap<string, readonly string[]>,
): string[] {
  const { source, destination } = sandbox;
  const lines: string[] = [];
  for (const { name } of plan.mailboxes) {
    const may = [...(deleted.get(name) ?? [])];
    for (const difference of compareMailboxes(
      source.store,
      `${name}@old.example`,
      destination.store,
      `${name}@new.example`,
    )) {
      // A read state that is carried lets no receipt go out, and the server takes it for settled; `outgoing` is the proof.
      if (difference.property === 'isReceiptSent') continue;
      const at = difference.kind === 'extra' ? may.indexOf(difference.subject ?? '') : -1;
      const isInPlace = plan.deletions === 'keep' || difference.folder === 'deleteditems';
      if (at >= 0 && isInPlace) may.splice(at, 1);
      else lines.push(`${name}: ${describeDifference(difference)} ${JSON.stringify(difference.subject)}`);
    }
  }
  const outgoing = source.stats().outgoing + destination.stats().outgoing;
  if (outgoing > 0) lines.push(`${outgoing} messages went out`);
  const writes = Object.entries(source.stats().writes);
  if (writes.length > 0) lines.push(`the source was written to: ${JSON.stringify(writes)}`);
  return lines;
}
