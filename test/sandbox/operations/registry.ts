import { createAttachmentOperation, getAttachmentOperation } from './attachments.ts';
import { createFolderOperation } from './create-folder.ts';
import { createItemOperation } from './create-item.ts';
import { deleteFolderOperation } from './delete-folder.ts';
import { deleteItemOperation } from './delete-item.ts';
import { exportItemsOperation } from './export-items.ts';
import { findFolderOperation } from './find-folder.ts';
import { findItemOperation } from './find-item.ts';
import { getFolderOperation } from './get-folder.ts';
import { getItemOperation } from './get-item.ts';
import { getMailTipsOperation } from './get-mail-tips.ts';
import { getRoomListsOperation, getRoomsOperation } from './rooms.ts';
import { getServerTimeZonesOperation } from './get-server-time-zones.ts';
import { copyFolderOperation } from './copy-folder.ts';
import { copyItemOperation } from './copy-item.ts';
import { convertIdOperation } from './convert-id.ts';
import { deleteAttachmentOperation } from './delete-attachment.ts';
import { emptyFolderOperation } from './empty-folder.ts';
import { moveFolderOperation } from './move-folder.ts';
import { moveItemOperation } from './move-item.ts';
import { updateFolderOperation } from './update-folder.ts';
import type { Operation } from './operation.ts';
import { resolveNamesOperation } from './resolve-names.ts';
import { sendItemOperation } from './send-item.ts';
import { syncFolderHierarchyOperation } from './sync-folder-hierarchy.ts';
import { syncFolderItemsOperation } from './sync-folder-items.ts';
import { updateItemOperation } from './update-item.ts';
import { uploadItemsOperation } from './upload-items.ts';
import { addDelegateOperation, removeDelegateOperation, updateDelegateOperation } from './change-delegates.ts';
import { getDelegateOperation } from './get-delegate.ts';
import { getInboxRulesOperation } from './inbox-rules.ts';
import { getUserAvailabilityOperation } from './get-user-availability.ts';
import { updateInboxRulesOperation } from './update-inbox-rules.ts';
import { getUserOofSettingsOperation, setUserOofSettingsOperation } from './oof.ts';
import {
  createUserConfigurationOperation,
  deleteUserConfigurationOperation,
  getUserConfigurationOperation,
  updateUserConfigurationOperation,
} from './user-configuration.ts';

/** Every operation by its name; a new one is a file and a line here. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    createAttachmentOperation,
    createFolderOperation,
    createItemOperation,
    deleteFolderOperation,
    deleteItemOperation,
    exportItemsOperation,
    findFolderOperation,
    findItemOperation,
    getAttachmentOperation,
    getFolderOperation,
    getItemOperation,
    getMailTipsOperation,
    getRoomListsOperation,
    getRoomsOperation,
    getServerTimeZonesOperation,
    copyFolderOperation,
    copyItemOperation,
    convertIdOperation,
    deleteAttachmentOperation,
    emptyFolderOperation,
    moveFolderOperation,
    moveItemOperation,
    updateFolderOperation,
    resolveNamesOperation,
    sendItemOperation,
    syncFolderHierarchyOperation,
    syncFolderItemsOperation,
    updateItemOperation,
    uploadItemsOperation,
    addDelegateOperation,
    getDelegateOperation,
    removeDelegateOperation,
    updateDelegateOperation,
    getInboxRulesOperation,
    getUserAvailabilityOperation,
    updateInboxRulesOperation,
    getUserOofSettingsOperation,
    setUserOofSettingsOperation,
    createUserConfigurationOperation,
    deleteUserConfigurationOperation,
    getUserConfigurationOperation,
    updateUserConfigurationOperation,
  ].map((operation) => [operation.element ?? operation.name, operation]),
);
