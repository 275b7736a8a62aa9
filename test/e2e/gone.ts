import { treeOf } from '../sandbox/compare/tree.ts';
import type { Mutated } from '../sandbox/generate/mutate.ts';
import type { Store } from '../sandbox/store/store.ts';

/** Folders that no one migrates, and into which a change may have moved something. */
const NOT_MIGRATED = new Set(
  'outbox syncissues conflicts localfailures serverfailures searchfolders recipientcache quickcontacts imcontactlist'.split(
    ' ',
  ),
);

/** Rows of the items that have left what is migrated: deleted, or moved out of it. */
export function goneOf(store: Store, email: string, { deleted, moved }: Mutated): number[] {
  const folders = new Set([...treeOf(store, email, NOT_MIGRATED).values()].map(({ id }) => id));
  const movedOut = moved.filter(({ to }) => {
    const row = store.sql('select folder from items where id = ?').get(to) as { folder: number } | undefined;
    return !row || !folders.has(row.folder);
  });
  return [...deleted, ...movedOut.map(({ from }) => from)];
}
