import type { SliceContext } from '../context/slice-context.ts';
import { pathsOf } from '../context/slice-context.ts';
import { firstPath } from '../model/copy-path.ts';
import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import type { LedgerItem } from '../model/ledger.ts';

/** What a server said of each item of one call, in the order of the call. */
export type Answer = { folderId: string; items: readonly LedgerItem[]; faults: ReadonlyMap<string, Fault> };

/** Kinds that speak of the mailbox or its server. Servers say the same of a single item that they keep to themselves. */
const OF_MAILBOX: ReadonlySet<FaultKind> = new Set(['access', 'credentials', 'quota', 'version', 'wrong-server']);

/** Whether a server has denied an item in words that would be true of its mailbox as well. */
export function isDenial({ kind }: Fault): boolean {
  return OF_MAILBOX.has(kind);
}

/** So many items in a row that the source has denied, and it is the mailbox, though its folders can be read. */
const MOST_DENIED = 10;

/**
 * Whether the mailbox is at fault, and not the item alone that was denied. It is not where the same call served other
 * items. Where all were denied, the source's folder is probed, once in a slice.
 * A right to write shows only when something is written: what the destination denies is the mailbox, unless the item was
 * under suspicion before.
 */
export async function isOfMailbox(
  context: SliceContext,
  item: LedgerItem,
  fault: Fault,
  { folderId, items, faults }: Answer,
): Promise<boolean> {
  const served = items.filter(({ id }) => !faults.has(id));
  if (fault.kind === 'quota') return !hasRoomFor(item, items, served);
  if (served.length > 0) return false;
  if (fault.side === 'destination') return items.length > 1 || (item.attempts === 0 && isFirstPath(context, item));
  for (const { id } of items) if (faults.get(id)?.kind === fault.kind) context.denied.add(id);
  if (context.denied.size >= MOST_DENIED) return true;
  const probe = context.probes.get(folderId) ?? canRead(context, folderId);
  context.probes.set(folderId, probe);
  return !(await probe);
}

function isFirstPath(context: SliceContext, { path, itemClass }: LedgerItem): boolean {
  return path === firstPath(pathsOf(context), itemClass);
}

/** A full mailbox has no room for an item at least as large, either. */
function hasRoomFor(item: LedgerItem, items: readonly LedgerItem[], served: readonly LedgerItem[]): boolean {
  const later = new Set(items.slice(items.indexOf(item) + 1));
  return served.some((other) => later.has(other) && other.sizeBytes >= item.sizeBytes);
}

async function canRead({ source, abort }: SliceContext, folderId: string): Promise<boolean> {
  try {
    await source.changes(folderId, undefined, abort, 1);
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}
