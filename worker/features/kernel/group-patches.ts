import type { SQL } from 'drizzle-orm';
import { eq, sql } from 'drizzle-orm';
import { isAnyOf } from './db.ts';

/** Rows that get the same changes. */
export type PatchGroup<Patch extends { id: string }> = { ids: string[]; changes: Omit<Patch, 'id'> };

/** Brings patches with equal changes together, so that each group is one statement. Patches that change nothing go. */
export function groupPatches<Patch extends { id: string }>(patches: readonly Patch[]): PatchGroup<Patch>[] {
  const groups = new Map<string, PatchGroup<Patch>>();
  for (const { id, ...changes } of patches) {
    const key = JSON.stringify(changes);
    if (key === '{}') continue;
    const group = groups.get(key) ?? { ids: [], changes };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** True of the rows of a group. */
export function isInGroup(column: SQL | { getSQL(): SQL }, ids: readonly string[]): SQL {
  return ids.length === 1 ? eq(sql`${column}`, ids[0]) : isAnyOf(column, ids);
}

/** True of rows of the workgroup, for rows named by their ids: with the bare column SQLite would read all it has. */
export function isOfWorkgroup(column: SQL | { getSQL(): SQL }, workgroupId: string): SQL {
  return sql`+${column} = ${workgroupId}`;
}
