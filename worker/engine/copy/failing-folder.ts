import type { SliceContext } from '../context/slice-context.ts';
import { asTroubled, setAside } from '../folders/set-aside.ts';
import type { Fault } from '../model/fault.ts';
import type { LedgerItem } from '../model/ledger-facts.ts';
import { isTrouble } from './fates.ts';
import type { Reactor } from './reactor.ts';

/** So many items in a row that the server fails at, each by itself: it is their folder. */
const HANDFUL = 5;

/**
 * Sets a folder aside that the destination fails to write into, while it answers other requests and items of other
 * folders have crossed. Items that are tried for the first time do not count: one of them may be to blame for all.
 */
export async function noteFailing(
  context: SliceContext,
  reactor: Reactor,
  folderId: string,
  items: readonly LedgerItem[],
  fault: Fault,
): Promise<void> {
  const [only] = items;
  const folder = context.folders.get(folderId);
  if (!folder || !only || items.length > 1 || only.attempts === 0) return;
  if (fault.side !== 'destination' || !(fault.kind === 'in-doubt' || isTrouble(fault))) return;
  const failing = context.failing.get(folderId) ?? new Set<string>();
  context.failing.set(folderId, failing.add(only.id));
  if (failing.size < HANDFUL || context.progress.done.count === 0 || !(await reactor.isWell(fault))) return;
  // Without an answer the server is taken to be in trouble.
  const { kind, was = kind === 'in-doubt' ? 'transient' : kind } = fault;
  await setAside(context, [{ ...asTroubled(context, folder), fault: { ...fault, kind: was, scope: 'folder' } }]);
}
