import { compareNames } from '../../../lib/compare-names.ts';
import { tagKey } from '../../../../worker/lib/mailbox-tags.ts';
import type { Mailbox } from '../../../api.ts';

/** How often each tag is there, by its first spelling, most common first. */
export function countTags(mailboxes: readonly Mailbox[]): { tag: string; count: number }[] {
  const counts = new Map<string, { tag: string; count: number }>();
  for (const { tags } of mailboxes)
    for (const tag of tags) {
      const known = counts.get(tagKey(tag));
      if (known) known.count += 1;
      else counts.set(tagKey(tag), { tag, count: 1 });
    }
  return [...counts.values()].toSorted((a, b) => b.count - a.count || compareNames(a.tag, b.tag));
}
