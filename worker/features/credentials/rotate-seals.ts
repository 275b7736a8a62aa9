import type { Log, SealBinding, Vault } from '../kernel/deps.ts';

export type SealedValue = { workgroupId: string; binding: SealBinding; sealed: string };

/** A table that holds sealed values. */
export interface SealedStore {
  /** Rows of all workgroups with values that do not begin with this prefix: by id, those after `after`. */
  list(prefix: string, page: { after: string; limit: number }): Promise<SealedValue[][]>;
  /** Replaces a value by the same one under another key, unless it changed in between. */
  replace(value: SealedValue, sealed: string): Promise<void>;
}

type Needs = { vault: Vault; log: Pick<Log, 'error'> };

/** Most pages of values that can't be opened which one run of the schedule skips. */
const MOST_PAGES = 100;

/**
 * Rewraps credentials of older keys under the current one, at most `limit` rows a table and call, and seals what has an
 * older form in the current one. The old key may leave the environment once this finds nothing more. What can't be
 * opened is logged and left: it keeps no other value from being rewrapped. Returns how many values it rewrapped.
 */
export async function rotateSeals(needs: Needs, stores: readonly SealedStore[], limit: number): Promise<number> {
  let count = 0;
  for (const store of stores) count += await rotateStore(needs, store, limit);
  return count;
}

async function rotateStore({ vault, log }: Needs, store: SealedStore, limit: number): Promise<number> {
  let [rewrapped, rows, after] = [0, 0, ''];
  const shut: SealBinding[] = [];
  for (let page = 0; page < MOST_PAGES && rows < limit; page += 1) {
    const found = await store.list(vault.currentPrefix, { after, limit: limit - rows });
    if (found.length === 0) break;
    for (const values of found) {
      const before = rewrapped;
      for (const value of values) {
        after = value.binding.rowId;
        const sealed = await vault.rewrap(value.binding, value.sealed).catch(() => undefined);
        if (sealed === undefined) shut.push(value.binding);
        else {
          await store.replace(value, sealed);
          rewrapped += 1;
        }
      }
      if (rewrapped > before) rows += 1;
    }
  }
  if (shut.length > 0) log.error('seals-not-opened', { count: shut.length, first: shut[0] });
  return rewrapped;
}
