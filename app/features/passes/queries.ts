import type { Accessor } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { Mailbox, PassPreview, PassRequest, Problem } from '../../api.ts';
import { api, read } from '../../api.ts';
import type { Query } from '../../lib/create-query.ts';
import { createQuery } from '../../lib/create-query.ts';
import { createOneAtATime } from '../../lib/one-at-a-time.ts';
import { keys } from '../../lib/query-keys.ts';

/** What can be chosen for a pass besides its type and mailboxes. */
export type PassOptions = Pick<PassRequest, 'olderThan' | 'errorCodes'>;

export type PassActions = {
  start: (type: PassType, mailboxIds?: readonly string[], options?: PassOptions) => Promise<void>;
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
    start: (type, mailboxIds, options) =>
      act(() =>
        read(
          api.projects[':id'].passes.$post({
            param: { id: projectId() },
            // A double click is one wish.
            header: { 'idempotency-key': crypto.randomUUID() },
            json: { type, ...options, ...(mailboxIds && { mailboxIds: [...mailboxIds] }) },
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

/** While a dialog is open, a pass may begin or end under it. */
const AGAIN_MS = 5_000;

type PreviewAsk = {
  projectId: string;
  type: PassType;
  mailboxIds: readonly string[] | undefined;
  options: PassOptions;
};

/** What starting a pass would do. The answer before is shown until the next is there. */
export function createPreviewQuery(ask: Accessor<PreviewAsk>): Query<PassPreview> {
  // Ten thousand ids are no key.
  const openedAt = performance.now();
  return createQuery<PassPreview>(() => {
    const { projectId, type, mailboxIds, options } = ask();
    return {
      queryKey: [...keys.passPreview, projectId, openedAt, type, JSON.stringify(options)],
      queryFn: () =>
        read(
          api.projects[':id'].passes.preview.$post({
            param: { id: projectId },
            json: { type, ...options, ...(mailboxIds && { mailboxIds: [...mailboxIds] }) },
          }),
        ),
      placeholderData: (before) => before,
      refetchInterval: AGAIN_MS,
      gcTime: 0,
    };
  });
}

/** What failed in a project, by its code. */
export function createErrorGroupsQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.errorGroups(projectId()),
    queryFn: () => read(api.projects[':id']['error-groups'].$get({ param: { id: projectId() } })),
  }));
}
