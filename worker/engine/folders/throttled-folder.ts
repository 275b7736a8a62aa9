import type { SliceContext } from '../context/slice-context.ts';
import type { SliceResult } from '../context/slice-result.ts';
import { isPassing } from '../model/fault.ts';
import type { KnownTrouble } from '../model/folder-trouble.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import type { FolderAt } from './folder-error.ts';
import { asTroubled, isSetAside, note, noteWell } from './set-aside.ts';

/** Whether a folder has failed in this pass because its server asked for less, while it answered for others. */
export function isSuspect(context: SliceContext, at: FolderAt): boolean {
  return (throttlingOf(context, at)?.tries ?? 0) > 0;
}

/** Whether a server has asked for less when it was asked for a source folder: what others hold crosses first. */
export function comesLast({ troubles }: SliceContext, { sourceId }: Pick<LedgerFolder, 'sourceId'>): boolean {
  const trouble = troubles.get(sourceId);
  return trouble?.fault.side === 'source' && isPassing(trouble.fault, 'throttling');
}

/** A slice ends because a server asked for less. Where that was said of one folder, the next slice asks for it last. */
export async function noteThrottled(context: SliceContext, at: FolderAt, result: SliceResult): Promise<void> {
  const fault = result.outcome === 'wait' ? result.fault : undefined;
  if (!fault || fault.code === 'held-back' || !isPassing(fault, 'throttling')) return;
  const folder = folderAt(context, at);
  if (!folder || isSetAside(context, folder.sourceId)) return;
  const tries = context.troubles.get(folder.sourceId)?.tries ?? 0;
  await note(context, [{ ...asTroubled(context, folder), fault, tries, isSetAside: false }]);
}

/** The server serves the folder: its refusals count in a row. */
export async function noteUnthrottled(context: SliceContext, at: FolderAt): Promise<void> {
  const trouble = throttlingOf(context, at);
  if (trouble) await noteWell(context, trouble.sourceId);
}

function throttlingOf({ troubles, folders }: SliceContext, { side, id }: FolderAt): KnownTrouble | undefined {
  if (troubles.size === 0) return undefined;
  return [...troubles.values()].find(
    ({ sourceId, fault }) =>
      fault.side === side &&
      isPassing(fault, 'throttling') &&
      (side === 'source' ? sourceId : folders.get(sourceId)?.destinationId) === id,
  );
}

function folderAt({ folders }: SliceContext, { side, id }: FolderAt): LedgerFolder | undefined {
  return side === 'source' ? folders.get(id) : [...folders.values()].find(({ destinationId }) => destinationId === id);
}
