import { decideHere, waitUntil } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { isPassing } from '../model/fault.ts';
import type { FolderTrouble, KnownTrouble } from '../model/folder-trouble.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import { MAX_ATTEMPTS } from '../pacing/decide.ts';
import { FolderError } from './folder-error.ts';

/** What the server will say again: it is looked at once more, and no oftener. */
const LASTING: ReadonlySet<FaultKind> = new Set([
  'access',
  'corrupt',
  'vanished',
  'sync-state',
  'unsupported',
  'refused',
  'too-large',
  'wrong-server',
  'quota',
]);
const LASTING_TRIES = 2;
const RETRY_MS = 2_000;

/**
 * Notes that a folder failed because of the folder itself. Returns when to retry it (epoch ms); undefined once it is set
 * aside: then this pass no longer reads, creates or fills it, and deletes nothing because of it.
 */
export async function noteTrouble(
  context: SliceContext,
  folder: Omit<FolderTrouble, 'fault'>,
  fault: Fault,
): Promise<number | undefined> {
  const tries = (context.troubles.get(folder.sourceId)?.tries ?? 0) + 1;
  const isLasting = LASTING.has(fault.kind);
  const isSetAside = tries >= (isLasting ? LASTING_TRIES : MAX_ATTEMPTS);
  await note(context, [{ ...folder, fault, tries, isSetAside }]);
  if (isSetAside) return undefined;
  const { waitMs } = decideHere(context, fault, 0).pace;
  return context.now() + Math.min(Math.max(RETRY_MS, waitMs), context.longestWaitMs ?? Infinity);
}

/** The folder has done what it was asked for: tries count in a row. */
export async function noteWell(context: SliceContext, sourceId: string): Promise<void> {
  const trouble = context.troubles.get(sourceId);
  if (trouble && trouble.tries > 0 && !trouble.isSetAside) await note(context, [{ ...trouble, tries: 0 }]);
}

/** As `noteWell`, for a folder that fails now and then and has given or taken something. Lasting faults still count. */
export async function noteProgress(context: SliceContext, sourceId: string): Promise<void> {
  const trouble = context.troubles.get(sourceId);
  if (trouble && isPassing(trouble.fault, 'failure')) await noteWell(context, sourceId);
}

/** Sets folders aside without further tries. */
export function setAside(context: SliceContext, folders: readonly FolderTrouble[]): Promise<void> {
  return note(
    context,
    folders.map((folder) => ({ ...folder, tries: 0, isSetAside: true })),
  );
}

/** Stores the state of folders, and notifies whatever waits for one of them. */
export async function note(context: SliceContext, troubles: readonly KnownTrouble[]): Promise<void> {
  if (troubles.length === 0) return;
  for (const trouble of troubles) context.troubles.set(trouble.sourceId, trouble);
  await context.ledger.noteTroubles(troubles);
  context.news.notify();
}

export function isSetAside({ troubles }: Pick<SliceContext, 'troubles'>, sourceId: string): boolean {
  return troubles.get(sourceId)?.isSetAside ?? false;
}

/** A mapped folder as it is listed when it is in trouble. */
export function asTroubled(
  { sourceTree }: SliceContext,
  { sourceId, path, distinguishedId }: LedgerFolder,
): Omit<FolderTrouble, 'fault'> {
  const itemCount = sourceTree.find(({ id }) => id === sourceId)?.totalCount ?? 0;
  return { sourceId, path, itemCount, ...(distinguishedId && { distinguishedId }) };
}

/** Does work on a folder, again while that fails by the folder's own fault. Undefined once it is set aside. */
export async function untilSetAside<T>(
  context: SliceContext,
  folder: LedgerFolder,
  work: () => Promise<T>,
): Promise<{ value: T } | undefined> {
  while (!isSetAside(context, folder.sourceId)) {
    try {
      const value = await work();
      await noteWell(context, folder.sourceId);
      return { value };
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
      const at = await noteTrouble(context, asTroubled(context, folder), error.fault);
      if (at !== undefined) await waitUntil(context, at, error.fault);
    }
  }
  return undefined;
}
