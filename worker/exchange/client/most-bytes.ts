const MB = 1024 * 1024;

/**
 * Limits for answers with lists; those of honest servers stay far below. Twenty thousand folders take 26 MB, the most
 * changes that a server returns in one answer 3 MB.
 */
const OF_LISTS: Readonly<Record<string, number>> = {
  GetFolder: 4 * MB,
  FindFolder: 32 * MB,
  SyncFolderHierarchy: 32 * MB,
  SyncFolderItems: 16 * MB,
  FindItem: 16 * MB,
  // A hundred people take 100 KB; grommunio gives all that it finds.
  ResolveNames: 16 * MB,
  GetRoomLists: 4 * MB,
  GetRooms: 4 * MB,
};

/** How much of an answer is read into memory; `limit` holds for those that carry items. */
export function mostBytesOf(operation: string, limit: number): number {
  return Math.min(limit, OF_LISTS[operation] ?? limit);
}
