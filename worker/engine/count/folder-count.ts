import { AGE_ENDS_DAYS, AGE_GROUPS } from '../../lib/item-ages.ts';
import { DAY_MS } from '../../lib/units.ts';
import type { FolderCount, Look, Mix, Seen, SeenItem } from '../model/count.ts';
import { kindOf } from '../model/item.ts';
import { addTally, NOTHING } from '../model/tally.ts';

/** No destination takes less, so smaller items need not be remembered. */
const LEAST_LIMIT_BYTES = 10_000_000;

export function emptyMix(): Mix {
  return { items: NOTHING, kinds: {}, ages: Array.from({ length: AGE_GROUPS }, () => NOTHING) };
}

/** Takes in what a look has shown of a folder. A look that shows all of it settles the folder. */
export function takeIn(folder: FolderCount, look: Look, { items, total }: Seen, now: number): FolderCount {
  const isFirst = look.part === undefined || look.part.index === 0;
  const isWhole = isFirst && items.length >= total;
  const isList = look.order === 'largest';
  // The largest are no fair sample of a folder that has more.
  const seen = isWhole ? mixOf(emptyMix(), items, now) : isList ? folder.seen : mixOf(folder.seen, items, now);
  const dates = items.flatMap(({ at }) => (at === undefined ? [] : [at])).toSorted();
  const oldestAt = earlier(folder.oldestAt, dates[0]);
  const newestAt = later(folder.newestAt, dates.at(-1));
  return {
    ...folder,
    count: total,
    seen,
    isWhole,
    looks: folder.looks + 1,
    failures: 0,
    ...(oldestAt !== undefined && { oldestAt }),
    ...(newestAt !== undefined && { newestAt }),
    ...(isList && largeOf(items, isWhole)),
  };
}

function largeOf(items: readonly SeenItem[], isWhole: boolean): Pick<FolderCount, 'large' | 'largeDownTo'> {
  const large = items
    .filter(({ sizeBytes }) => sizeBytes > LEAST_LIMIT_BYTES)
    .toSorted((one, other) => other.sizeBytes - one.sizeBytes);
  if (isWhole) return { large };
  // Where a server does not sort, others may be larger than any that it has shown.
  const isSorted = items.every(({ sizeBytes }, index) => index === 0 || sizeBytes <= items[index - 1]!.sizeBytes);
  return { large, largeDownTo: isSorted ? (items.at(-1)?.sizeBytes ?? 0) : Number.MAX_SAFE_INTEGER };
}

function mixOf(before: Mix, items: readonly SeenItem[], now: number): Mix {
  const kinds = { ...before.kinds };
  const ages = [...before.ages];
  let all = before.items;
  for (const { itemClass, sizeBytes, at } of items) {
    const one = { count: 1, bytes: sizeBytes };
    const kind = kindOf(itemClass);
    const age = ageGroupOf(at, now);
    all = addTally(all, one);
    kinds[kind] = addTally(kinds[kind] ?? NOTHING, one);
    ages[age] = addTally(ages[age] ?? NOTHING, one);
  }
  return { items: all, kinds, ages };
}

/** An item without a date counts as old: a pre-stage pass copies it. */
function ageGroupOf(at: string | undefined, now: number): number {
  const days = at === undefined ? Infinity : (now - Date.parse(at)) / DAY_MS;
  const group = AGE_ENDS_DAYS.findIndex((end) => days < end);
  return group < 0 ? AGE_GROUPS - 1 : group;
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
