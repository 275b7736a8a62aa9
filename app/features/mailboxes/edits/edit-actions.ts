import { useQueryClient } from '@tanstack/solid-query';
import { problemIn } from '../../../api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { showToast } from '../../../ui/toast.tsx';
import type { Change } from './apply-edits.ts';
import { applyChanges, undoChanges } from './apply-edits.ts';

/** Changes mailboxes of a project, says so, and offers to take it back. Throws what refused the changes. */
export function createEditActions(projectId: () => string) {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(
      // Waves and the plan say how many mailboxes are in each.
      [keys.mailboxes(projectId()), keys.waves(projectId()), keys.plan(projectId())].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const undo = async (changes: readonly Change[]) => {
    try {
      await undoChanges(projectId(), changes);
      showToast('The change is undone.');
    } catch (error) {
      showToast(`The change could not be undone: ${problemIn(error).title}`);
    } finally {
      await refresh();
    }
  };
  return {
    apply: async (changes: readonly Change[], words: string) => {
      try {
        await applyChanges(projectId(), changes);
      } finally {
        await refresh();
      }
      showToast(words, () => void undo(changes));
    },
  };
}

export type EditActions = ReturnType<typeof createEditActions>;
