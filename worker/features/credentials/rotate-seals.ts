import { passwordBinding } from '../endpoints/probe-endpoint.ts';
import { listEndpointsSealedOtherwise, replaceEndpointSeal } from '../endpoints/store.ts';
import type { Db } from '../kernel/db.ts';
import type { Vault } from '../kernel/deps.ts';
import { mailboxPasswordBinding } from '../mailboxes/add-mailboxes.ts';
import type { SealColumn } from '../mailboxes/store.ts';
import { listMailboxesSealedOtherwise, replaceMailboxSeal } from '../mailboxes/store.ts';

const FIELDS: readonly (readonly [column: SealColumn, field: string])[] = [
  ['sourcePasswordSealed', 'source_password'],
  ['destinationPasswordSealed', 'destination_password'],
];

/**
 * Brings credentials that an older key wraps under the current one, at most `limit` rows a table and call. The old key
 * may leave the environment once this finds nothing more. Returns how many values it rewrapped.
 */
export async function rotateSeals(db: Db, vault: Vault, limit: number): Promise<number> {
  let count = 0;
  for (const row of await listEndpointsSealedOtherwise(db, vault.currentPrefix, limit)) {
    const before = row.passwordSealed;
    if (before === null) continue;
    const after = await vault.rewrap(passwordBinding(row.id), before);
    await replaceEndpointSeal(db, row.workgroupId, row.id, { before, after });
    count += 1;
  }
  for (const row of await listMailboxesSealedOtherwise(db, vault.currentPrefix, limit)) {
    for (const [column, field] of FIELDS) {
      const before = row[column];
      if (before === null || before.startsWith(vault.currentPrefix)) continue;
      const after = await vault.rewrap(mailboxPasswordBinding(row.id, field), before);
      await replaceMailboxSeal(db, row.workgroupId, row.id, column, { before, after });
      count += 1;
    }
  }
  return count;
}
