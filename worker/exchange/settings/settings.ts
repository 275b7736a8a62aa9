import type { SettingsDestination, SettingsSource } from '../../engine/model/setting.ts';
import type { Connection } from '../client/connection.ts';
import { addCategories, readCategories } from './categories.ts';
import { putDelegates, readDelegateList } from './delegates.ts';
import { putRules, readRules, withSmtpAddresses } from './inbox-rules.ts';
import { putOutOfOffice, readOutOfOffice } from './out-of-office.ts';
import { putPermissions, readPermissions } from './permissions.ts';

/** The settings of a mailbox on an Exchange server. Reads only. */
export function createSettingsSource(connection: Connection): SettingsSource {
  return {
    permissions: (folderIds, signal) => readPermissions(connection, folderIds, signal),
    rules: async (signal) => withSmtpAddresses(connection, await readRules(connection, signal), signal),
    delegates: (signal) => readDelegateList(connection, signal),
    outOfOffice: (signal) => readOutOfOffice(connection, signal),
    categories: (signal) => readCategories(connection, signal),
  };
}

/** The same of a mailbox that is written. */
export function createSettingsDestination(connection: Connection): SettingsDestination {
  return {
    ...createSettingsSource(connection),
    putPermissions: (folder, signal) => putPermissions(connection, folder, signal),
    putRules: (rules, { dropsOutlookRules }, signal) => putRules(connection, rules, dropsOutlookRules, signal),
    putDelegates: (delegates, how, signal) => putDelegates(connection, delegates, how, signal),
    putOutOfOffice: (settings, signal) => putOutOfOffice(connection, settings, signal),
    addCategories: (categories, signal) => addCategories(connection, categories, signal),
  };
}
