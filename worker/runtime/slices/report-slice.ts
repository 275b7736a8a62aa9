import type { SliceResult } from '../../engine/context/slice-result.ts';
import { faultOf } from '../../engine/model/fault.ts';
import type { Ledger } from '../../engine/model/ledger.ts';
import type { KeptSubjects, LedgerSummary, Unlisted } from '../../engine/model/ledger-facts.ts';
import type { FolderReport } from '../../engine/model/progress.ts';
import { selectionOf } from '../../engine/model/pass.ts';
import { NOTHING } from '../../engine/model/tally.ts';
import type { Spend } from '../../engine/pacing/spend.ts';
import { clearFolderErrors, countErrors, putFolderErrors } from '../../features/reports/folder-error-store.ts';
import { clearItemErrors, putItemErrors } from '../../features/reports/item-error-store.ts';
import { clearOmissions, putOmissions } from '../../features/reports/omission-store.ts';
import { READING_PASS_TYPES } from '../../lib/pass-types.ts';
import {
  dropFolderStatistics,
  putFolderStatistics,
  putKindStatistics,
} from '../../features/reports/statistics-store.ts';
import type { Job } from './load-job.ts';
import { reportInventory } from './report-inventory.ts';

/** Few calls for many errors, and a few hundred kilobytes of them in one statement. */
const ERROR_BATCH_SIZE = 500;

type Reported = {
  /** Items and folders of the mailbox that stand on the error list. */
  errorCount: number;
  /** Everything is listed. If false, the invocation ran out of calls, and the next slice lists the rest. */
  isWhole: boolean;
};

/** Brings what screens and reports read in D1 in line with the ledger. */
export async function reportSlice(
  job: Job,
  ledger: Ledger,
  result: SliceResult,
  spend: Pick<Spend, 'hasRoomForReport'>,
  newId: (prefix: string) => string,
): Promise<Reported> {
  const { db, workgroupId, mailboxId, order } = job;
  if (order.type === 'inventory') await reportInventory(job, result, newId, Date.now());
  if (READING_PASS_TYPES.includes(order.type))
    return { errorCount: await countErrors(db, workgroupId, mailboxId), isWhole: true };
  let isWhole: boolean;
  try {
    const isOver = result.outcome !== 'more' && result.outcome !== 'wait';
    const subjects = job.options.includeSubjects ? (isOver ? 'failed' : undefined) : 'none';
    const areErrorsListed = await listErrors(job, ledger, subjects, spend, newId, Date.now());
    isWhole = (await listOmissions(job, ledger, spend, newId, Date.now())) && areErrorsListed;
    if (isOver)
      await putStatistics(
        job,
        await ledger.summary(selectionOf(job.order, job.options)),
        result.outcome === 'done' ? result.folders : [],
        Date.now(),
      );
  } catch (error) {
    // A lease that was lost has nothing to report; the one that took over does.
    if (faultOf(error).kind !== 'stopped') throw error;
    return { errorCount: job.mailbox.errorCount, isWhole: true };
  }
  return { errorCount: await countErrors(db, workgroupId, mailboxId), isWhole };
}

/** Carries the ledger's failed and recovered items and folders over to the error list, if all fit. Safe to repeat. */
async function listErrors(
  job: Job,
  ledger: Ledger,
  subjects: KeptSubjects | undefined,
  spend: Pick<Spend, 'hasRoomForReport'>,
  newId: (prefix: string) => string,
  now: number,
): Promise<boolean> {
  while (spend.hasRoomForReport()) {
    const { failed, recovered, folders } = await ledger.unlisted(ERROR_BATCH_SIZE, subjects);
    if (failed.length + recovered.length === 0 && !folders) return true;
    if (folders) await listFolders(job, folders, newId, now);
    await putItemErrors(
      job.db,
      job.workgroupId,
      failed.map((item) => ({
        id: newId('err'),
        projectId: job.projectId,
        mailboxId: job.mailboxId,
        passId: job.passId,
        itemKey: item.id,
        folderPath: item.folderPath,
        itemClass: item.itemClass,
        kind: item.kind,
        itemAt: item.itemAt === undefined ? null : Date.parse(item.itemAt) || null,
        sizeBytes: item.sizeBytes,
        code: item.fault.code,
        message: item.fault.message,
        faultKind: item.fault.kind,
        faultSide: item.fault.side ?? null,
        path: item.method,
        subject: item.subject ?? null,
        createdAt: now,
      })),
    );
    await clearItemErrors(job.db, job.workgroupId, job.mailboxId, recovered);
    await ledger.listed(
      [...failed.map((item) => item.id), ...recovered],
      [...(folders?.failed ?? []).map(({ sourceId }) => sourceId), ...(folders?.recovered ?? [])],
    );
  }
  return false;
}

async function listFolders(
  { db, workgroupId, projectId, mailboxId, passId }: Job,
  { failed, recovered }: NonNullable<Unlisted['folders']>,
  newId: (prefix: string) => string,
  now: number,
): Promise<void> {
  await putFolderErrors(
    db,
    workgroupId,
    failed.map(({ sourceId, path, distinguishedId, itemCount, below, fault }) => ({
      id: newId('fer'),
      projectId,
      mailboxId,
      passId,
      folderId: sourceId,
      path,
      distinguishedId: distinguishedId ?? null,
      itemCount,
      below: below ?? null,
      code: fault.code,
      message: fault.message,
      faultKind: fault.kind,
      side: fault.side ?? null,
      operation: fault.operation ?? null,
      createdAt: now,
    })),
  );
  await clearFolderErrors(db, workgroupId, mailboxId, recovered);
}

/** Copies new omissions from the ledger to the list, if all fit. Safe to repeat. */
async function listOmissions(
  job: Job,
  ledger: Ledger,
  spend: Pick<Spend, 'hasRoomForReport'>,
  newId: (prefix: string) => string,
  now: number,
): Promise<boolean> {
  const { db, workgroupId, projectId, mailboxId, passId } = job;
  while (spend.hasRoomForReport()) {
    const { omissions, recovered } = await ledger.unlistedOmissions(ERROR_BATCH_SIZE);
    if (omissions.length + recovered.length === 0) return true;
    await putOmissions(
      db,
      workgroupId,
      omissions.map((omission) => ({
        id: newId('los'),
        projectId,
        mailboxId,
        passId,
        omissionKey: omission.key,
        kind: omission.kind,
        name: omission.name,
        itemClass: omission.itemClass ?? null,
        itemAt: omission.itemAt === undefined ? null : Date.parse(omission.itemAt) || null,
        code: omission.code,
        message: omission.message,
        createdAt: now,
      })),
    );
    await clearOmissions(db, workgroupId, mailboxId, recovered);
    await ledger.omissionsListed([...omissions.map(({ key }) => key), ...recovered]);
  }
  return false;
}

/** Writes what reports show. Without `folders` (the pass did not end) both sides' counts stay as they were last seen. */
async function putStatistics(
  job: Job,
  summary: LedgerSummary,
  folders: readonly FolderReport[],
  now: number,
): Promise<void> {
  const { db, workgroupId, mailboxId } = job;
  await putKindStatistics(
    db,
    workgroupId,
    summary.kinds.map(({ kind, copied, failed }) => ({
      mailboxId,
      kind,
      successCount: copied.count,
      successBytes: copied.bytes,
      errorCount: failed.count,
      errorBytes: failed.bytes,
      updatedAt: now,
    })),
  );
  const tallies = new Map(summary.folders.map((folder) => [folder.folderId, folder]));
  await putFolderStatistics(
    db,
    workgroupId,
    folders.map((folder) => {
      const { copied, failed } = tallies.get(folder.folderId) ?? { copied: NOTHING, failed: NOTHING };
      return {
        mailboxId,
        folderId: folder.folderId,
        path: folder.path,
        distinguishedId: folder.distinguishedId ?? null,
        sourceCount: folder.source.count,
        sourceBytes: folder.source.bytes,
        destinationCount: folder.destination.count,
        destinationBytes: folder.destination.bytes,
        copiedCount: copied.count,
        copiedBytes: copied.bytes,
        failedCount: failed.count,
        failedBytes: failed.bytes,
        missingCount: folder.missing.count,
        missingBytes: folder.missing.bytes,
        extraCount: folder.extra,
        differences: folder.differences,
        updatedAt: now,
      };
    }),
  );
  if (folders.length > 0) await dropFolderStatistics(db, workgroupId, mailboxId, now);
}
