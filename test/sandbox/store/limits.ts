import { EwsError } from '../operations/errors.ts';
import { foldersDeep, getDistinguished } from './folders.ts';
import type { Store } from './store.ts';

/** How much a mailbox and how much one item of it may hold, where a provider set it. Bytes. */
export type Limits = { quotaBytes?: number; maxItemBytes?: number };

export const LIMITS_TABLE = `
create table if not exists limits (mailbox integer primary key, quota integer, item integer);
`;

/** Sets or, without figures, lifts what a mailbox may hold; from now on, what it holds already stays. */
export function setLimits(store: Store, mailbox: number, { quotaBytes, maxItemBytes }: Limits): void {
  store.sql('insert or replace into limits values (?, ?, ?)').run(mailbox, quotaBytes ?? null, maxItemBytes ?? null);
}

type Row = { quota: number | null; item: number | null };
type Item = { size: number; folder: number };

/** The archive, and what is only recoverable: they have quotas of their own. */
const foldersApart = (store: Store, mailbox: number): number[] =>
  ['recoverableitemsroot', 'archiveroot'].flatMap((name) => {
    const root = getDistinguished(store, mailbox, name);
    return root ? [root.id, ...foldersDeep(store, root.id).map(({ id }) => id)] : [];
  });

function usedBytes(store: Store, mailbox: number, apart: readonly number[]): number {
  const row = store
    .sql(
      `select coalesce(sum(size), 0) as n from items
       where folder in (select id from folders where mailbox = ?) and owner is null
         and folder not in (select value from json_each(?))`,
    )
    .get(mailbox, JSON.stringify(apart));
  return (row as { n: number }).n;
}

/** How full a mailbox is, and the largest item that it was limited to. */
export function fillOf(store: Store, mailbox: number): { isFull: boolean; maxItemBytes?: number } {
  const limits = store.sql('select quota, item from limits where mailbox = ?').get(mailbox) as Row | undefined;
  if (!limits) return { isFull: false };
  const isFull = limits.quota !== null && usedBytes(store, mailbox, foldersApart(store, mailbox)) >= limits.quota;
  return { isFull, ...(limits.item !== null && { maxItemBytes: limits.item }) };
}

/**
 * Puts an item into a mailbox unless it, or the mailbox with it, would be too large; then nothing happened. Real
 * servers let the item pass that goes over the quota first, or they don't: unproven, so it doesn't pass here.
 */
export function withinLimits(store: Store, mailbox: number, put: () => number): number {
  const limits = store.sql('select quota, item from limits where mailbox = ?').get(mailbox) as Row | undefined;
  if (!limits) return put();
  return store.transaction(() => {
    const id = put();
    const { size, folder } = store.sql('select size, folder from items where id = ?').get(id) as Item;
    if (limits.item !== null && size > limits.item) throw new EwsError('ErrorMessageSizeExceeded');
    if (limits.quota === null) return id;
    const apart = foldersApart(store, mailbox);
    if (!apart.includes(folder) && usedBytes(store, mailbox, apart) > limits.quota)
      throw new EwsError('ErrorQuotaExceeded');
    return id;
  });
}
