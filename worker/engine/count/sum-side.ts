import { AGE_GROUPS } from '../../lib/item-ages.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import type { Counted, FolderCount, FolderPart, Mix, SeenItem, SideCount } from '../model/count.ts';
import type { Tally } from '../model/tally.ts';
import { addTally, NOTHING } from '../model/tally.ts';

export type OversizeItem = SeenItem & { path: string };

export type SideTotals = Counted & {
  folderCount: number;
  /** Absent where the mailbox has none, or the server does not show it. */
  archive?: { folderCount: number; items: Tally };
  recoverable?: Tally;
  /** Larger than the limit, the largest first, with how many there are in all. */
  oversize: OversizeItem[];
  oversizeItems: Tally;
  /** There may be more of them. */
  isOversizeCut: boolean;
  /** Folders whose items could not be looked at. */
  faultCount: number;
};

/** So many oversize items are listed; all of them count. */
const MOST_LISTED = 1_000;

/** A folder's items, with kinds and ages stretched to their number where only a part was seen. */
export function countedOf({ count, bytes, seen, isWhole, oldestAt, newestAt }: FolderCount): Counted {
  const whole: Tally = {
    count,
    bytes: isWhole ? seen.items.bytes : (bytes ?? stretch(seen.items.bytes, count, seen.items.count)),
  };
  return {
    items: whole,
    ...(isWhole ? { kinds: seen.kinds, ages: seen.ages } : stretched(seen, whole)),
    ...(oldestAt !== undefined && { oldestAt }),
    ...(newestAt !== undefined && { newestAt }),
    isSampled: !isWhole && count > 0,
  };
}

function stretched(seen: Mix, whole: Tally): Pick<Counted, 'kinds' | 'ages'> {
  const of = (part: Tally): Tally => ({
    count: stretch(part.count, whole.count, seen.items.count),
    bytes: stretch(part.bytes, whole.bytes, seen.items.bytes),
  });
  const kinds = Object.entries(seen.kinds).map(([kind, part]) => [kind, of(part)] as const);
  return { kinds: Object.fromEntries(kinds), ages: seen.ages.map(of) };
}

function stretch(part: number, whole: number, seen: number): number {
  return seen === 0 ? 0 : Math.round((part * whole) / seen);
}

/** What a side has in all. Archive and recoverable items stand apart; `limitBytes` is what the destination takes. */
export function sumSide({ folders = [] }: SideCount, limitBytes: number): SideTotals {
  const of = (wanted: FolderPart) => folders.filter(({ part }) => part === wanted);
  const archive = of('archive');
  const recoverable = of('recoverable');
  const oversize = folders
    .flatMap(({ path, large }) => large.map((item) => ({ ...item, path })))
    .filter(({ sizeBytes }) => sizeBytes > limitBytes)
    .toSorted((one, other) => other.sizeBytes - one.sizeBytes);
  return {
    ...sum(of('mailbox').map(countedOf)),
    folderCount: of('mailbox').length,
    ...(archive.length > 0 && { archive: { folderCount: archive.length, items: sum(archive.map(countedOf)).items } }),
    ...(recoverable.length > 0 && { recoverable: sum(recoverable.map(countedOf)).items }),
    oversize: oversize.slice(0, MOST_LISTED),
    oversizeItems: oversize.map(({ sizeBytes }) => ({ count: 1, bytes: sizeBytes })).reduce(addTally, NOTHING),
    isOversizeCut: folders.some(
      ({ count, isWhole, largeDownTo = 0, looks, fault }) =>
        largeDownTo > limitBytes || (count > 0 && !isWhole && (looks === 0 || fault !== undefined)),
    ),
    faultCount: folders.filter(({ fault }) => fault !== undefined).length,
  };
}

function sum(counts: readonly Counted[]): Counted {
  const kinds: Partial<Record<ItemKind, Tally>> = {};
  const ages: Tally[] = Array.from({ length: AGE_GROUPS }, () => NOTHING);
  for (const each of counts) {
    for (const [kind, tally] of Object.entries(each.kinds) as [ItemKind, Tally][])
      kinds[kind] = addTally(kinds[kind] ?? NOTHING, tally);
    for (const [group, tally] of each.ages.entries()) ages[group] = addTally(ages[group] ?? NOTHING, tally);
  }
  const oldestAt = counts.flatMap((each) => each.oldestAt ?? []).toSorted()[0];
  const newestAt = counts
    .flatMap((each) => each.newestAt ?? [])
    .toSorted()
    .at(-1);
  return {
    items: counts.map(({ items }) => items).reduce(addTally, NOTHING),
    kinds,
    ages,
    ...(oldestAt !== undefined && { oldestAt }),
    ...(newestAt !== undefined && { newestAt }),
    isSampled: counts.some(({ isSampled }) => isSampled),
  };
}
