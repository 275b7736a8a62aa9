import type { Statistics } from '../../api.ts';
import { counted } from '../../lib/counted.ts';

export type FolderCounts = Statistics['folders'][number];

/** Items of the source that neither crossed nor failed. */
function leftOf({ source, copied, failed }: FolderCounts): number {
  return Math.max(0, source.count - copied.count - failed.count);
}

/** Items that crossed and are no longer at the source; their copies stay. */
function keptOf({ source, copied, failed }: FolderCounts): number {
  return Math.max(0, copied.count + failed.count - source.count);
}

/** Something that a person should look into: it is not by the options. */
export function isAmiss({ missing, failed, failure }: FolderCounts): boolean {
  return Boolean(failure) || missing.count + failed.count > 0;
}

/** Both sides do not hold the same items. */
export function isDiffering(folder: FolderCounts): boolean {
  return isAmiss(folder) || folder.extraCount > 0 || leftOf(folder) > 0 || keptOf(folder) > 0;
}

/** In words, why the two sides of a folder are not equal. */
export function wordsOf(folder: FolderCounts): string[] {
  const { missing, failed, extraCount, failure } = folder;
  const left = leftOf(folder);
  const kept = keptOf(folder);
  return [
    failure && `Set aside: ${failure.cause} ${failure.remedy}`,
    missing.count > 0 &&
      `${itemsOf(missing.count)} that ${missing.count === 1 ? 'was' : 'were'} copied ${missing.count === 1 ? 'is' : 'are'} no longer in this folder: someone deleted or moved ${missing.count === 1 ? 'it' : 'them'} at the destination. Passes do not copy ${missing.count === 1 ? 'it' : 'them'} again.`,
    failed.count > 0 && `${itemsOf(failed.count)} failed. See the reasons under Errors.`,
    left > 0 && failure && `${itemsOf(left)} of the source ${left === 1 ? 'is' : 'are'} not copied yet.`,
    left > 0 &&
      !failure &&
      `${itemsOf(left)} of the source ${left === 1 ? 'is' : 'are'} not copied: excluded by the options or the type of pass, or new since the last pass.`,
    kept > 0 &&
      `${itemsOf(kept)} that ${kept === 1 ? 'was' : 'were'} copied ${kept === 1 ? 'is' : 'are'} no longer in this folder at the source. ${kept === 1 ? 'The copy was' : 'The copies were'} kept, because the options say so or because someone changed ${kept === 1 ? 'it' : 'them'}.`,
    extraCount > 0 && `${itemsOf(extraCount)} ${extraCount === 1 ? 'was' : 'were'} not copied by Mailferry.`,
  ].filter((words) => typeof words === 'string');
}

function itemsOf(count: number): string {
  return counted(count, 'item', 'items');
}

/** All folders together. */
export function sumFolders(folders: readonly FolderCounts[]) {
  const sum = {
    source: { count: 0, bytes: 0 },
    destination: { count: 0, bytes: 0 },
    failed: 0,
    missing: 0,
    setAside: 0,
  };
  for (const folder of folders) {
    for (const side of ['source', 'destination'] as const) {
      sum[side].count += folder[side].count;
      sum[side].bytes += folder[side].bytes;
    }
    sum.failed += folder.failed.count;
    sum.missing += folder.missing.count;
    sum.setAside += folder.failure ? 1 : 0;
  }
  return sum;
}
