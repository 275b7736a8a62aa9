import type { SliceContext } from '../context/slice-context.ts';
import { methodsOf } from '../context/slice-context.ts';
import { nextMethod } from '../model/copy-method.ts';
import type { Fault } from '../model/fault.ts';
import type { ItemOutcome, LedgerItem } from '../model/ledger-facts.ts';
import { isFull } from './denial.ts';
import type { Reactor } from './reactor.ts';

/**
 * What happens to an item whose folder takes nothing, or gives nothing out. What is denied by one path may be allowed by
 * another; then the folder is tried once more, and set aside with its items.
 */
export async function inDeniedFolder(
  context: SliceContext,
  reactor: Reactor,
  { id, attempts, method, itemClass }: LedgerItem,
  fault: Fault,
): Promise<ItemOutcome> {
  const other = isFull(fault) ? undefined : nextMethod(method, methodsOf(context), itemClass);
  if (other) return { id, to: 'pending', attempts, method: other };
  const notBeforeAt = await reactor.inTrouble(fault);
  return { id, to: 'pending', attempts, method, ...(notBeforeAt !== undefined && { notBeforeAt }) };
}
