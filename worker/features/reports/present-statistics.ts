import type { Tally } from '../../engine/model/tally.ts';
import { toIso } from '../../lib/clock.ts';
import type { ItemKind } from '../../lib/item-kinds.ts';
import { READING_PASS_TYPES } from '../../lib/pass-types.ts';
import { perHour } from '../../lib/units.ts';
import type { RunRow } from '../passes/table.ts';
import { presentFolderFailure } from './present-folder-error.ts';
import type { FolderErrorRow, FolderStatisticsRow, KindStatisticsRow } from './table.ts';

type Facts = {
  folders: readonly FolderStatisticsRow[];
  folderErrors: readonly FolderErrorRow[];
  kinds: readonly KindStatisticsRow[];
  runs: readonly RunRow[];
};

/** Statistics of a mailbox as the API shows them. `now` ends runs that are still open. */
export function presentStatistics({ folders, folderErrors, kinds, runs }: Facts, now: number) {
  const elapsedMs = runs
    // Neither copies anything.
    .filter(({ type }) => !READING_PASS_TYPES.includes(type))
    .filter((run) => run.startedAt !== null)
    .reduce((sum, run) => sum + Math.max(0, (run.endedAt ?? now) - (run.startedAt ?? now)), 0);
  const items = kinds.reduce((sum, row) => sum + row.successCount, 0);
  const bytes = kinds.reduce((sum, row) => sum + row.successBytes, 0);
  return {
    folders: foldersOf(folders, folderErrors),
    kinds: kindsOf(kinds),
    passes: runs.map((run) => ({
      passId: run.passId,
      type: run.type,
      status: run.status,
      startedAt: toIso(run.startedAt),
      endedAt: toIso(run.endedAt),
    })),
    elapsedMs,
    itemsPerHour: perHour(items, elapsedMs),
    bytesPerHour: perHour(bytes, elapsedMs),
  };
}

/** With those that were set aside before anything of them could be counted at the destination. */
function foldersOf(rows: readonly FolderStatisticsRow[], errors: readonly FolderErrorRow[]) {
  const failures = new Map(errors.map((row) => [row.folderId, row]));
  const counted = rows.map((row) => {
    const failure = failures.get(row.folderId);
    failures.delete(row.folderId);
    return {
      path: row.path,
      distinguishedId: row.distinguishedId,
      source: { count: row.sourceCount, bytes: row.sourceBytes },
      destination: { count: row.destinationCount, bytes: row.destinationBytes },
      copied: { count: row.copiedCount, bytes: row.copiedBytes },
      failed: { count: row.failedCount, bytes: row.failedBytes },
      missing: { count: row.missingCount, bytes: row.missingBytes },
      extraCount: row.extraCount,
      differences: (row.differences ?? []).map((item) => ({ ...item, itemAt: item.itemAt ?? null })),
      failure: failure ? presentFolderFailure(failure) : null,
    };
  });
  const others = [...failures.values()].map((row) => ({
    path: row.path,
    distinguishedId: row.distinguishedId,
    source: { count: row.itemCount, bytes: 0 },
    ...NOTHING_THERE,
    failure: presentFolderFailure(row),
  }));
  return [...counted, ...others].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

const NONE: Tally = { count: 0, bytes: 0 };

const NOTHING_THERE = {
  destination: NONE,
  copied: NONE,
  failed: NONE,
  missing: NONE,
  extraCount: 0,
  differences: [],
};

function kindsOf(rows: readonly KindStatisticsRow[]): Partial<Record<ItemKind, { success: Tally; error: Tally }>> {
  return Object.fromEntries(
    rows.map((row) => [
      row.kind,
      {
        success: { count: row.successCount, bytes: row.successBytes },
        error: { count: row.errorCount, bytes: row.errorBytes },
      },
    ]),
  );
}
