import { createFolderOperation } from './create-folder.ts';
import { deleteFolderOperation } from './delete-folder.ts';
import { exportItemsOperation } from './export-items.ts';
import { findFolderOperation } from './find-folder.ts';
import { findItemOperation } from './find-item.ts';
import { getFolderOperation } from './get-folder.ts';
import { getItemOperation } from './get-item.ts';
import type { Operation } from './operation.ts';
import { syncFolderHierarchyOperation } from './sync-folder-hierarchy.ts';
import { syncFolderItemsOperation } from './sync-folder-items.ts';
import { uploadItemsOperation } from './upload-items.ts';

/** Every operation by its name; a new one is a file and a line here. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    createFolderOperation,
    deleteFolderOperation,
    exportItemsOperation,
    findFolderOperation,
    findItemOperation,
    getFolderOperation,
    getItemOperation,
    syncFolderHierarchyOperation,
    syncFolderItemsOperation,
    uploadItemsOperation,
  ].map((operation) => [operation.name, operation]),
);
