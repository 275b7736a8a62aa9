import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createSignal } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { Mailbox, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';

export type PassActions = {
  start: (type: PassType, mailboxIds?: string[]) => Promise<void>;
  /** Stops these mailboxes, whichever passes they are in. */
  stop: (mailboxes: readonly Mailbox[]) => Promise<void>;
  isBusy: Accessor<boolean>;
};

/** Mailboxes that are in a pass now. */
export function isInPass(mailbox: Mailbox): boolean {
  return mailbox.state === 'running' || mailbox.state === 'waiting';
}

export function createPassActions(
  projectId: Accessor<string>,
  onProblem: (problem: Problem | undefined) => void,
): PassActions {
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
      await client.invalidateQueries({ queryKey: keys.project(projectId()) });
      await client.invalidateQueries({ queryKey: keys.mailboxes(projectId()) });
    }
  };
  return {
    isBusy,
    start: (type, mailboxIds) =>
      act(() =>
        read(
          api.projects[':id'].passes.$post({
            param: { id: projectId() },
            // A double click is one wish.
            header: { 'idempotency-key': crypto.randomUUID() },
            json: { type, ...(mailboxIds && { mailboxIds }) },
          }),
        ),
      ),
    stop: (mailboxes) =>
      act(async () => {
        const byPass = new Map<string, string[]>();
        for (const { passId, id } of mailboxes) if (passId) byPass.set(passId, [...(byPass.get(passId) ?? []), id]);
        for (const [id, mailboxIds] of byPass)
          await read(
            fetch(`/api/passes/${id}/stop`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ mailboxIds }),
            }),
          );
      }),
  };
}
