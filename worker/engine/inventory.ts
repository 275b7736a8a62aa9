import { firstPath } from './decide.ts';
import { matchKeyOf } from './doubt.ts';
import { FaultError } from './fault.ts';
import type { LedgerChange, LedgerFolder } from './ledger.ts';
import type { Change, ChangePage } from './mailbox.ts';
import type { SliceContext } from './slice-context.ts';
import { attempt, isOver } from './slice-context.ts';
import { addTally } from './tally.ts';

/** Folders read side by side. Servers allow few sync calls at once (5 were observed), and other mailboxes want some. */
const LANES = 2;

/** Reads what is new in every folder into the ledger, from where each folder's watermark stands. */
export async function inventory(context: SliceContext): Promise<void> {
  const watermarks = await context.watermarks.all();
  const queue = [...context.folders.values()];
  let isComplete = true;
  const lane = async () => {
    for (let folder = queue.shift(); folder; folder = queue.shift()) {
      const isRead = await readFolder(context, folder, watermarks.get(folder.sourceId));
      isComplete &&= isRead;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  context.isInventoried = isComplete;
}

/** Returns false when the slice ended before the folder was read to its end. */
async function readFolder(context: SliceContext, folder: LedgerFolder, watermark?: string): Promise<boolean> {
  let state = watermark;
  for (;;) {
    if (isOver(context)) return false;
    const page = await nextPage(context, folder, state);
    if (!page) return true;
    // Where nothing has changed the old watermark is as good as the new one, and costs no write.
    if (page.changes.length > 0 || state === undefined) {
      const added = await context.ledger.record(
        folder.sourceId,
        page.changes.map((change) => reduce(change, context.options.includeSubjects ?? false)),
        (itemClass) => firstPath(context.paths, itemClass) ?? 'typed',
      );
      await context.watermarks.put(folder, page.syncState);
      context.progress.total = addTally(context.progress.total, added);
      context.onProgress(context.progress);
    }
    if (page.isLast || (page.changes.length === 0 && page.syncState === state)) return true;
    state = page.syncState;
  }
}

/** Undefined when the folder is gone. A sync state that is no longer taken is replaced by a full reading, once. */
async function nextPage(
  context: SliceContext,
  folder: LedgerFolder,
  state: string | undefined,
): Promise<ChangePage | undefined> {
  try {
    return await attempt(context, () => context.source.changes(folder.sourceId, state, context.abort));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    if (error.fault.kind === 'vanished') return undefined;
    if (error.fault.kind !== 'sync-state' || state === undefined) throw error;
    return attempt(context, () => context.source.changes(folder.sourceId, undefined, context.abort));
  }
}

function reduce(change: Change, includeSubject: boolean): LedgerChange {
  if (change.kind === 'delete' || change.kind === 'read-flag') return change;
  const { item } = change;
  const itemAt = item.receivedAt ?? item.startAt ?? item.sentAt;
  return {
    kind: 'item',
    id: item.id,
    changeKey: item.changeKey,
    itemClass: item.itemClass,
    sizeBytes: item.sizeBytes,
    matchKey: matchKeyOf(item),
    ...(item.isRead !== undefined && { isRead: item.isRead }),
    ...(itemAt && { itemAt }),
    ...(includeSubject && item.subject && { subject: item.subject }),
  };
}
