import type { Watermarks } from '../../engine/model/memory.ts';
import { listWatermarks, putWatermarks } from '../../features/mailboxes/watermark-store.ts';
import type { Job } from './load-job.ts';

/** The watermarks of a mailbox, in D1. */
export function watermarksOf({ db, workgroupId, mailboxId }: Job): Watermarks {
  return {
    all: async () => {
      const rows = await listWatermarks(db, workgroupId, mailboxId);
      return new Map(rows.flatMap((row) => (row.syncState === null ? [] : [[row.folderId, row.syncState]])));
    },
    put: (entries) =>
      putWatermarks(
        db,
        workgroupId,
        entries.map(({ folder, syncState }) => ({
          mailboxId,
          folderId: folder.sourceId,
          destinationFolderId: folder.destinationId,
          syncState,
          isComplete: false,
          updatedAt: Date.now(),
        })),
      ),
  };
}
