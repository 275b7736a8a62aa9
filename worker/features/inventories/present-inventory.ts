import type { Fault } from '../../engine/model/fault.ts';
import { toIso } from '../../lib/clock.ts';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { AGE_ENDS_DAYS } from '../../lib/item-ages.ts';
import { explainFault } from '../reports/explain-fault.ts';
import type { InventoryFolderRow, InventoryRow, OversizeItemRow } from './table.ts';

/** What an inventory pass has found of a mailbox, as the API shows it. */
export function presentInventory(
  mailboxId: string,
  sides: readonly InventoryRow[],
  folders: readonly InventoryFolderRow[],
  oversize: readonly OversizeItemRow[],
) {
  const sideOf = (side: MailboxSide) => {
    const row = sides.find((each) => each.side === side);
    if (!row) return null;
    return presentSide(
      row,
      folders.filter((each) => each.side === side),
    );
  };
  return {
    mailboxId,
    source: sideOf('source'),
    destination: sideOf('destination'),
    oversizeItems: oversize.map(presentOversize),
  };
}

function presentSide(row: InventoryRow, folders: readonly InventoryFolderRow[]) {
  return {
    side: row.side,
    passId: row.passId,
    countedAt: toIso(row.countedAt),
    version: row.state.version ?? null,
    folderCount: row.folderCount,
    items: { count: row.itemCount, bytes: row.itemBytes },
    kinds: row.kinds,
    oldestAt: toIso(row.oldestAt),
    newestAt: toIso(row.newestAt),
    isSampled: row.isSampled,
    ages: row.ages.map((items, index) => ({ untilDays: AGE_ENDS_DAYS[index] ?? null, items })),
    archive: row.archive,
    recoverableItems: row.recoverable,
    delegateCount: row.state.delegates ?? null,
    ruleCount: row.state.rules ?? null,
    oversize: { count: row.oversizeCount, bytes: row.oversizeBytes },
    isOversizeCut: row.isOversizeCut,
    limitBytes: row.limitBytes,
    isLimitAssumed: row.isLimitAssumed,
    finding: findingOf(row.fault),
    folders: folders.map(presentFolder).toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

function presentFolder({ count: folder, counted: { items, kinds, isSampled } }: InventoryFolderRow) {
  return {
    path: folder.path,
    distinguishedId: folder.distinguishedId ?? null,
    folderClass: folder.folderClass,
    part: folder.part,
    items,
    kinds,
    oldestAt: folder.oldestAt ?? null,
    newestAt: folder.newestAt ?? null,
    isSampled,
    finding: findingOf(folder.fault ?? null),
  };
}

export function presentOversize(row: OversizeItemRow) {
  const { id, mailboxId, folderPath, kind, itemClass, sizeBytes, itemAt, subject } = row;
  return { id, mailboxId, folderPath, kind, itemClass, sizeBytes, itemAt: toIso(itemAt), subject };
}

/** A fault as people read it. */
export function findingOf(fault: Fault | null) {
  if (fault === null) return null;
  const { code, title, cause, remedy } = explainFault(fault);
  return { code, title, cause, remedy };
}
