import type { SliceResult } from '../../engine/context/slice-result.ts';
import { limitOf } from '../../engine/count/limit-of.ts';
import { countedOf, sumSide } from '../../engine/count/sum-side.ts';
import type { MailboxCount, SideCount } from '../../engine/model/count.ts';
import { kindOf } from '../../engine/model/item.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { CountedRows } from '../../features/inventories/store.ts';
import {
  dropPartialInventory,
  listInventories,
  listInventoryFolders,
  putInventory,
  putPartialInventory,
} from '../../features/inventories/store.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import type { Job } from './load-job.ts';

/** Keeps what a slice has counted: for the next slice, or for people once all is known. */
export async function reportInventory(
  job: Job,
  result: SliceResult,
  newId: (prefix: string) => string,
  now: number,
): Promise<void> {
  const { db, workgroupId, mailboxId, passId } = job;
  const { count, outcome } = result;
  if (outcome === 'stopped' || outcome === 'failed' || outcome === 'paused' || !count)
    return dropPartialInventory(db, workgroupId, mailboxId, passId);
  const rows = rowsOf(job, count, outcome === 'done', newId, now);
  if (outcome === 'done') await putInventory(db, workgroupId, mailboxId, passId, rows);
  else await putPartialInventory(db, workgroupId, rows);
}

function rowsOf(
  { projectId, mailboxId, passId }: Job,
  count: MailboxCount,
  isComplete: boolean,
  newId: (prefix: string) => string,
  now: number,
): CountedRows {
  const limit = limitOf(count);
  const totals = { source: sumSide(count.source, limit.bytes), destination: sumSide(count.destination, limit.bytes) };
  return {
    sides: SIDES.map((side) => {
      const {
        items,
        oversize: _listed,
        oversizeItems,
        recoverable,
        archive,
        oldestAt,
        newestAt,
        ...others
      } = totals[side];
      const { folders: _folders, fault, ...state } = count[side];
      return {
        projectId,
        mailboxId,
        side,
        passId,
        isComplete,
        countedAt: now,
        ...others,
        itemCount: items.count,
        itemBytes: items.bytes,
        oldestAt: instantOf(oldestAt),
        newestAt: instantOf(newestAt),
        limitBytes: limit.bytes,
        isLimitAssumed: limit.isAssumed,
        oversizeCount: oversizeItems.count,
        oversizeBytes: oversizeItems.bytes,
        archive: archive ?? null,
        recoverable: recoverable ?? null,
        fault: fault ?? null,
        state,
      };
    }),
    folders: SIDES.flatMap((side) =>
      (count[side].folders ?? []).map((folder) => ({
        mailboxId,
        side,
        passId,
        folderId: folder.folderId,
        count: folder,
        counted: countedOf(folder),
      })),
    ),
    oversize: totals.source.oversize.map(({ path, itemClass, sizeBytes, at, subject }) => ({
      id: newId('ovr'),
      projectId,
      mailboxId,
      folderPath: path,
      itemClass,
      kind: kindOf(itemClass),
      sizeBytes,
      itemAt: instantOf(at),
      subject: subject ?? null,
    })),
  };
}

function instantOf(at: string | undefined): number | null {
  return at === undefined ? null : Date.parse(at) || null;
}

/** What earlier slices of this pass have counted. */
export async function loadCount(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  passId: string,
): Promise<MailboxCount | undefined> {
  const [sides, folders] = await Promise.all([
    listInventories(db, workgroupId, mailboxId, passId),
    listInventoryFolders(db, workgroupId, mailboxId, passId),
  ]);
  const sideOf = (name: 'source' | 'destination'): SideCount | undefined => {
    const row = sides.find(({ side }) => side === name);
    const listed = folders.filter(({ side }) => side === name).map(({ count }) => count);
    return (
      row && { ...row.state, ...(row.fault && { fault: row.fault }), ...(listed.length > 0 && { folders: listed }) }
    );
  };
  const source = sideOf('source');
  const destination = sideOf('destination');
  return source && destination && { source, destination };
}
