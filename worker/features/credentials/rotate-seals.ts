import type { SealBinding, Vault } from '../kernel/deps.ts';

export type SealedValue = { workgroupId: string; binding: SealBinding; sealed: string };

/** A table that holds sealed values. */
export interface SealedStore {
  /** Values of all workgroups under another key than the one of this prefix, of at most `limit` rows. */
  list(prefix: string, limit: number): Promise<SealedValue[]>;
  /** Replaces a value by the same one under another key, unless it changed in between. */
  replace(value: SealedValue, sealed: string): Promise<void>;
}

/**
 * Rewraps credentials of older keys under the current one, at most `limit` rows a table and call. The old key may leave
 * the environment once this finds nothing more. Returns how many values it rewrapped.
 */
export async function rotateSeals(vault: Vault, stores: readonly SealedStore[], limit: number): Promise<number> {
  let count = 0;
  for (const store of stores) {
    for (const value of await store.list(vault.currentPrefix, limit)) {
      await store.replace(value, await vault.rewrap(value.binding, value.sealed));
      count += 1;
    }
  }
  return count;
}
