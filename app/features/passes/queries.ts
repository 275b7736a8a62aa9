import type { Accessor } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { Mailbox, Problem } from '../../api.ts';
import { api, read } from '../../api.ts';
import { createOneAtATime } from '../../lib/one-at-a-time.ts';
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
  const { isBusy, act } = createOneAtATime(() => [keys.project(projectId()), keys.mailboxes(projectId())], onProblem);
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
