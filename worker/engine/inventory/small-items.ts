import { STREAM_FROM_BYTES } from '../model/stream-size.ts';
import type { SliceFindings, SliceWaits } from '../context/slice-context.ts';
import type { ChangePage, ItemRef } from '../model/mailbox.ts';

/** How many small items to note, and their largest size: the trial upload uses them. */
export const SMALL_ITEMS = 3;
const SMALL_BYTES = 500_000;

/**
 * Notes the first small items of the pages. If a page has only larger ones, its smallest serves too, unless it must be
 * streamed: waiting for a smaller one would hold up all of them.
 */
export function noteSmall(
  findings: Pick<SliceFindings, 'small' | 'hasListedItems'> & Pick<SliceWaits, 'news'>,
  { changes }: ChangePage,
): void {
  const { small } = findings;
  const items = changes.flatMap((change) => (change.kind === 'create' ? [change.item] : []));
  // A page that was asked for ahead is seen twice.
  const isNoted = (item: ItemRef) => small.some(({ id }) => id === item.id);
  for (const item of items)
    if (small.length < SMALL_ITEMS && item.sizeBytes < SMALL_BYTES && !isNoted(item)) small.push(item);
  if (small.length === 0) {
    const [smallest] = [...items].sort((one, other) => one.sizeBytes - other.sizeBytes);
    if (smallest && smallest.sizeBytes < STREAM_FROM_BYTES) small.push(smallest);
  }
  if (items.length === 0) return;
  findings.hasListedItems = true;
  findings.news.notify();
}
