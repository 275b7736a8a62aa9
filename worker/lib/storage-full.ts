/** What SQLite says of a full disk, in D1 and in Durable Objects too, and what D1 says of a database at its size limit. */
const FULL = /SQLITE_FULL|database or disk is full|exceeded maximum DB size/i;

/** Whether a text says that nothing more can be stored. */
export function saysStorageFull(text: string): boolean {
  return FULL.test(text);
}

/** Whether an error, or one that it was caused by, came from storage that is full. */
export function isStorageFull(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (saysStorageFull(at.message)) return true;
  return false;
}
