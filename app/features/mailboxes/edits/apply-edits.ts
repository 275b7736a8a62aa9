import type { InferRequestType } from 'hono/client';
import { MOST_EDITS_PER_REQUEST } from '../../../../worker/lib/limits.ts';
import { api, read } from '../../../api.ts';

type Patch = (typeof api.projects)[':id']['mailboxes']['$patch'];
export type MailboxEdit = InferRequestType<Patch>['json']['mailboxes'][number];

/** A change of a mailbox, and the one that takes it back. */
export type Change = { edit: MailboxEdit; undo: MailboxEdit };

const send = (id: string, mailboxes: MailboxEdit[]) =>
  read(api.projects[':id'].mailboxes.$patch({ param: { id }, json: { mailboxes } }));

function chunksOf(edits: readonly MailboxEdit[]): MailboxEdit[][] {
  const chunks: MailboxEdit[][] = [];
  for (let from = 0; from < edits.length; from += MOST_EDITS_PER_REQUEST)
    chunks.push(edits.slice(from, from + MOST_EDITS_PER_REQUEST));
  return chunks;
}

/** Makes all changes, or none: what was made before one is refused is taken back. Throws the refusal. */
export async function applyChanges(projectId: string, changes: readonly Change[]): Promise<void> {
  let made = 0;
  try {
    for (const chunk of chunksOf(changes.map(({ edit }) => edit))) {
      await send(projectId, chunk);
      made += chunk.length;
    }
  } catch (error) {
    await undoChanges(projectId, changes.slice(0, made));
    throw error;
  }
}

/** Takes changes back, the last ones first. */
export async function undoChanges(projectId: string, changes: readonly Change[]): Promise<void> {
  for (const chunk of chunksOf(changes.map(({ undo }) => undo)).toReversed()) await send(projectId, chunk);
}
