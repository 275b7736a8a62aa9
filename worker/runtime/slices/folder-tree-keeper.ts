import { putFolderTree } from '../../features/mailboxes/folder-tree-store.ts';
import type { SeenFolder } from '../../lib/folder-rules.ts';
import { consoleLog as log } from '../platform/log.ts';
import type { Job } from './load-job.ts';

/** Keeps the source's folders for a preview: a pass neither fails by it nor waits for it. */
export type FolderTreeKeeper = {
  keep(folders: readonly SeenFolder[]): void;
  /** Resolves when everything has been written, or could not be. */
  kept(): Promise<void>;
};

export function createFolderTreeKeeper({ db, workgroupId, mailboxId }: Job): FolderTreeKeeper {
  let keeping = Promise.resolve();
  return {
    keep: (folders) => {
      keeping = putFolderTree(db, workgroupId, mailboxId, folders, Date.now()).catch(() =>
        log.error('folder-tree-not-kept', { mailboxId }),
      );
    },
    kept: () => keeping,
  };
}
