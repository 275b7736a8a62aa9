import { FaultError } from '../../engine/model/fault.ts';
import type { ChangePage } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { findItemsBody, readFoundItems } from '../operations/items/find-item.ts';
import { factsIn, readFacts, type FactShape } from '../operations/items/sync-folder-items.ts';
import { requireMessage } from '../client/responses.ts';

/**
 * States of folders that are read by FindItem, which lists current items and no deletions: `find:` with the number of
 * restarts, the next offset and the last item's id. A server's own states have no colon.
 */
const PREFIX = 'find:';
/** At the end of a folder: the next reading begins at the start. */
const END = `${PREFIX}end`;
/** So often a list that is not what it was a page before is read from its beginning. */
const MAX_RESTARTS = 3;

/** Whether a folder was being read page by page when this state was given out. */
export function isFindState(state: string | undefined): state is string {
  return state?.startsWith(PREFIX) === true;
}

/**
 * A page of a folder as SyncFolderItems would give it, by FindItem. Each page begins with the last item of the one
 * before: where it does not, items have left meanwhile, and the folder is read again. Throws FaultError, of kind
 * `sync-state` for what FindItem cannot tell.
 */
export async function findChanges(
  connection: Connection,
  folderId: string,
  state: string | undefined,
  shape: FactShape,
  signal: AbortSignal,
): Promise<ChangePage> {
  const begun = readState(connection, state);
  const offset = Math.max(0, begun.offset - 1);
  const body = () => findItemsBody(folderId, factsIn(shape, connection.side === 'source'), offset);
  const response = await connection.call({ operation: 'FindItem', body, signal });
  const { items, isLast } = readFoundItems(requireMessage(response, connection.side));
  const facts = items.map(readFacts);
  const isShifted = begun.offset > 0 && facts[0]?.id !== begun.lastId;
  if (isShifted && begun.restarts < MAX_RESTARTS)
    return { changes: [], syncState: `${PREFIX}${begun.restarts + 1}:0:`, isLast: false };
  const lastId = facts.at(-1)?.id ?? '';
  // A server that keeps returning the same page has no more.
  const isOver = isLast || (begun.offset > 0 && lastId === begun.lastId);
  const syncState = isOver ? END : `${PREFIX}${begun.restarts}:${offset + facts.length}:${lastId}`;
  return { changes: facts.map((item) => ({ kind: 'create' as const, item })), syncState, isLast: isOver };
}

function readState({ side }: Connection, state: string | undefined) {
  if (state === undefined) return { restarts: 0, offset: 0, lastId: '' };
  const [, restarts, offset, lastId] = /^find:(\d+):(\d+):(.*)$/s.exec(state) ?? [];
  if (restarts !== undefined) return { restarts: Number(restarts), offset: Number(offset), lastId: lastId ?? '' };
  throw new FaultError(makeFault('sync-state', 'folder', 'no-changes-told', 'The folder must be read again.', side));
}
