import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createSignal } from 'solid-js';
import type { Problem } from '../api.ts';
import { problemIn } from '../api.ts';

/**
 * Work that a press starts: one piece at a time, a second press meanwhile does nothing. Passes on its problem, and reads
 * again what it may have changed, whether it worked or not.
 */
export function createOneAtATime(
  changes: () => readonly (readonly string[])[],
  onProblem: (problem: Problem | undefined) => void,
): { isBusy: Accessor<boolean>; act: (work: () => Promise<unknown>) => Promise<void> } {
  const client = useQueryClient();
  const [isBusy, setBusy] = createSignal(false);
  const act = async (work: () => Promise<unknown>) => {
    if (isBusy()) return;
    setBusy(true);
    onProblem(undefined);
    try {
      await work();
    } catch (error) {
      onProblem(problemIn(error));
    } finally {
      setBusy(false);
      await Promise.all(changes().map((queryKey) => client.invalidateQueries({ queryKey })));
    }
  };
  return { isBusy, act };
}
