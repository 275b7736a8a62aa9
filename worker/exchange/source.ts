import type { CopyMethod } from '../lib/copy-methods.ts';
import type { ItemRef, MailboxSource, ReadHow, ReadResult } from '../engine/model/mailbox.ts';
import type { Connection } from './client/connection.ts';
import { createExchangeCounter } from './count/counter.ts';
import { noteIfUnknown } from './client/unknown-operation.ts';
import { createOpening } from './folders/opening.ts';
import { findLackingRight } from './folders/rights.ts';
import { readChanges } from './folders/sync.ts';
import { readWithLegacyIds } from './read/legacy-ids.ts';
import { readExports, streamExport } from './read/read-exports.ts';
import { readMimes, streamMime } from './read/read-mime.ts';
import { readTyped } from './read/read-typed.ts';
import { createSettingsSource } from './settings/settings.ts';

/**
 * A mailbox on an Exchange server, read by EWS. It has no way to change anything there: no operation that it uses
 * marks, moves or writes.
 */
export function createExchangeSource(connection: Connection): MailboxSource {
  const opening = createOpening(connection);
  return {
    settings: createSettingsSource(connection),
    counter: createExchangeCounter(connection),
    abilities: opening.abilities,
    lacksRights: (signal) => findLackingRight(connection, ['Read'], signal),
    folders: opening.folders,
    changes: (folderId, syncState, signal, most) => readChanges(connection, folderId, syncState, signal, most),
    read: async (items, method, how, signal) => {
      if (items.length === 0) return [];
      try {
        return await readWithLegacyIds(connection, items, signal, (asked) =>
          read(connection, asked, method, how, signal),
        );
      } catch (error) {
        throw method === 'transfer' ? noteIfUnknown(connection, 'ExportItems', error) : error;
      }
    },
  };
}

async function read(
  connection: Connection,
  items: readonly ItemRef[],
  method: CopyMethod,
  { stream, mapAddress }: ReadHow,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const only = stream ? items[0] : undefined;
  switch (method) {
    case 'transfer':
      return only ? streamExport(connection, only, signal) : readExports(connection, items, signal);
    case 'mime':
      return only ? streamMime(connection, only, mapAddress, signal) : readMimes(connection, items, mapAddress, signal);
    case 'typed':
      return readTyped(connection, items, mapAddress, signal);
  }
}
