import type { InferRequestType } from 'hono/client';
import { MOST_EDITS_PER_REQUEST } from '../../../../worker/lib/limits.ts';
import { ApiError, api, problemIn, read } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';

type Patch = (typeof api.projects)[':id']['mailboxes']['$patch'];
export type MailboxEdit = InferRequestType<Patch>['json']['mailboxes'][number];

/** A change of a mailbox, and the one that takes it back. */
export type Change = { edit: MailboxEdit; undo: MailboxEdit };

const send = (id: string, mailboxes: MailboxEdit[]) =>
  read(api.projects[':id'].mailboxes.$patch({ param: { id }, json: { mailboxes } }));

/** A request changes all of its mailboxes or none. */
export function chunksOf<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < all.length; from += MOST_EDITS_PER_REQUEST)
    chunks.push(all.slice(from, from + MOST_EDITS_PER_REQUEST));
  return chunks;
}

/** Makes all changes, or none: those made before one is refused are taken back. Throws the refusal, and says what stays. */
export async function applyChanges(projectId: string, changes: readonly Change[]): Promise<void> {
  let made = 0;
  try {
    for (const chunk of chunksOf(changes)) {
      await send(
        projectId,
        chunk.map(({ edit }) => edit),
      );
      made += chunk.length;
    }
  } catch (error) {
    const back = changes.slice(0, made);
    const kept = back.length === 0 ? 0 : await takeBack(projectId, back);
    throw kept === 0 ? error : partlyChanged(kept, changes.length, error);
  }
}

/** Returns how many mailboxes are still changed: all of those that could not be reached, or have lost a password. */
async function takeBack(projectId: string, changes: readonly Change[]): Promise<number> {
  try {
    await undoChanges(projectId, changes);
  } catch {
    return changes.length;
  }
  return changes.filter((change) => !isUndone(change)).length;
}

/** Whether the way back restores all that was changed. A stored password that was replaced is gone. */
const isUndone = ({ edit, undo }: Change): boolean => Object.keys(edit).every((field) => Object.hasOwn(undo, field));

function partlyChanged(changed: number, all: number, error: unknown): ApiError {
  const problem = problemIn(error);
  return new ApiError({
    ...problem,
    title: `${formatCount(changed)} of ${counted(all, 'mailbox', 'mailboxes')} changed, then it failed`,
    cause: [problem.title, problem.cause].filter(Boolean).join('. '),
    remedy: `The others are as they were. ${problem.remedy ?? ''} Change all of them again: those that are done stay as they are.`,
  });
}

/** Takes changes back, the last ones first. */
export async function undoChanges(projectId: string, changes: readonly Change[]): Promise<void> {
  for (const chunk of chunksOf(changes.map(({ undo }) => undo)).toReversed()) await send(projectId, chunk);
}
