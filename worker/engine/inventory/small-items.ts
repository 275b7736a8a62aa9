import type { SliceFindings } from '../context/slice-context.ts';
import type { ChangePage } from '../model/mailbox.ts';

/** So many are noted, of this size at most: to be tried before all others. */
export const SMALL_ITEMS = 3;
const SMALL_BYTES = 500_000;

export function noteSmall({ small }: Pick<SliceFindings, 'small'>, { changes }: ChangePage): void {
  for (const change of changes)
    if (small.length < SMALL_ITEMS && change.kind === 'create' && change.item.sizeBytes < SMALL_BYTES)
      small.push(change.item);
}
