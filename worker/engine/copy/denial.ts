import type { SliceContext } from '../context/slice-context.ts';
import { methodsOf } from '../context/slice-context.ts';
import { nextMethod } from '../model/copy-method.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError, isDenied } from '../model/fault.ts';
import { isOfFolder } from '../folders/attempt-folder.ts';
import type { LedgerItem } from '../model/ledger-facts.ts';

/** What a server said of each item of one call, in the order of the call. */
export type Answer = { folderId: string; items: readonly LedgerItem[]; faults: ReadonlyMap<string, Fault> };

/** Kinds that speak of the mailbox or its server. Servers say the same of a single item that they keep to themselves. */
const OF_MAILBOX: ReadonlySet<FaultKind> = new Set(['access', 'credentials', 'quota', 'version', 'wrong-server']);

/** Whether a server has denied an item in words that would be true of its mailbox as well. */
export function isDenial({ kind }: Fault): boolean {
  return OF_MAILBOX.has(kind);
}

/** After this many denied items in a row the mailbox is at fault, whatever the probe says. */
const MOST_DENIED = 10;

/** What a denial is laid on. */
export type Culprit = 'item' | 'folder' | 'mailbox';

/**
 * What is at fault where an item was denied. It is the item where the same call served others. It is the mailbox where
 * all that there are were denied, or many in a row in more than one folder, or where a probe is denied as well: the
 * folder at the source, the rights to write at the destination. It is the folder where several of its items were denied,
 * by every path, and none was taken. Each probe is made once in a slice.
 */
export async function culpritOf(
  context: SliceContext,
  item: LedgerItem,
  fault: Fault,
  { folderId, items, faults }: Answer,
): Promise<Culprit> {
  if (isFull(fault)) return 'folder';
  const served = items.filter(({ id }) => !faults.has(id));
  if (fault.kind === 'quota' && fault.side !== 'source') return hasRoomFor(item, items, served) ? 'item' : 'mailbox';
  if (served.length > 0) return 'item';
  const side = fault.side ?? 'source';
  const denied = context.denied[side];
  for (const { id } of items) if (faults.get(id)?.kind === fault.kind) denied.set(id, folderId);
  const mayBeFolder = side === 'destination' && isOfFolderOrMore(fault);
  if (mayBeFolder) noteRefused(context, folderId, items);
  // What is denied by one path may be allowed by another.
  if (mayBeFolder && nextMethod(item.method, methodsOf(context), item.itemClass)) return 'item';
  if (side === 'destination' && isEveryItem(context, denied)) return 'mailbox';
  if (denied.size >= MOST_DENIED) return new Set(denied.values()).size > 1 ? 'mailbox' : 'folder';
  const name = side === 'source' ? folderId : side;
  const probe = context.probes.get(name) ?? (side === 'source' ? canRead(context, folderId) : canWrite(context));
  context.probes.set(name, probe);
  if (!(await probe)) {
    const isFolder = side === 'source' && (await isOfFolder(context, { side, id: folderId }, fault));
    return isFolder ? 'folder' : 'mailbox';
  }
  return mayBeFolder && (context.refused.get(folderId)?.size ?? 0) > 1 ? 'folder' : 'item';
}

function noteRefused({ refused }: SliceContext, folderId: string, items: readonly LedgerItem[]): void {
  const known = refused.get(folderId) ?? new Set<string>();
  for (const { id } of items) known.add(id);
  refused.set(folderId, known);
}

/** A folder, and not the mailbox, has no room. */
export function isFull({ kind, scope }: Fault): boolean {
  return kind === 'quota' && scope === 'folder';
}

/** Words that are never said of the account. */
function isOfFolderOrMore(fault: Fault): boolean {
  return isDenied(fault) || fault.scope === 'folder';
}

/** Nothing has ever arrived, and every item that there is was denied. */
function isEveryItem({ progress, sourceTree }: SliceContext, denied: ReadonlyMap<string, string>): boolean {
  const count = sourceTree.reduce((sum, { totalCount }) => sum + totalCount, 0);
  return progress.done.count === 0 && denied.size >= count;
}

/** A full mailbox has no room for an item at least as large, either. */
function hasRoomFor(item: LedgerItem, items: readonly LedgerItem[], served: readonly LedgerItem[]): boolean {
  const later = new Set(items.slice(items.indexOf(item) + 1));
  return served.some((other) => later.has(other) && other.sizeBytes >= item.sizeBytes);
}

function canRead({ source, abort }: SliceContext, folderId: string): Promise<boolean> {
  return goesWell(source.changes(folderId, undefined, abort, 1));
}

async function canWrite({ destination, abort }: SliceContext): Promise<boolean> {
  const rights = destination.lacksRights(abort).then((lacking) => {
    if (lacking) throw new FaultError(lacking);
  });
  return goesWell(rights);
}

async function goesWell(probe: Promise<unknown>): Promise<boolean> {
  try {
    await probe;
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}
