import type { QueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { api, problemIn, read } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { keys } from '../../../lib/query-keys.ts';
import { formatCount } from '../../../lib/format.ts';
import { showToast } from '../../../ui/toast.tsx';
import { chunksOf } from './apply-edits.ts';

/** As long as a toast with its button is there. */
const TIME_TO_UNDO_MS = 8_000;

/** Mailboxes that go unless somebody takes it back; no table shows them. */
const [leaving, setLeaving] = createSignal<ReadonlySet<string>>(new Set<string>());
export const isLeaving = (mailboxId: string): boolean => leaving().has(mailboxId);

function unmark(mailboxIds: readonly string[]): void {
  const next = new Set(leaving());
  for (const id of mailboxIds) next.delete(id);
  setLeaving(next);
}

/** Deletes mailboxes that were never copied, a moment later: until then it can be undone, and closing the page does. */
export function removeSoon(client: QueryClient, projectId: string, mailboxIds: readonly string[]): void {
  setLeaving(new Set([...leaving(), ...mailboxIds]));
  const timer = setTimeout(() => void removeNow(client, projectId, mailboxIds), TIME_TO_UNDO_MS);
  showToast(`${counted(mailboxIds.length, 'mailbox', 'mailboxes')} removed.`, () => {
    clearTimeout(timer);
    unmark(mailboxIds);
  });
}

/** Deletes mailboxes with what is known of them. Says how many are gone where not all are. */
export async function removeNow(client: QueryClient, projectId: string, mailboxIds: readonly string[]): Promise<void> {
  let removed = 0;
  try {
    for (const chunk of chunksOf(mailboxIds)) {
      await read(api.projects[':id'].mailboxes.delete.$post({ param: { id: projectId }, json: { mailboxIds: chunk } }));
      removed += chunk.length;
    }
  } catch (error) {
    const all = counted(mailboxIds.length, 'mailbox', 'mailboxes');
    const gone = removed === 0 ? 'No mailbox was removed' : `${formatCount(removed)} of ${all} removed`;
    showToast(`${gone}: ${problemIn(error).title}`);
  } finally {
    await Promise.all(
      [keys.mailboxes(projectId), keys.project(projectId)].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
    unmark(mailboxIds);
  }
}
