/** An item that may be claimed. */
export type Candidate = { sizeBytes: number; matchKey: string; attempts: number };

/**
 * Picks the first batch among candidates of one folder and method: in order, within the limits, no two with one match
 * key, none whose key is already in flight (`openKeys`). A large item gets its own batch, and so does an item of a failed
 * batch, to show which one is at fault. Empty if all must wait.
 */
export function planBatch<T extends Candidate>(
  candidates: readonly T[],
  openKeys: ReadonlySet<string>,
  limits: { maxItems: number; maxBytes: number; streamFromBytes: number },
): T[] {
  const batch: T[] = [];
  const keys = new Set(openKeys);
  let bytes = 0;
  for (const candidate of candidates) {
    if (keys.has(candidate.matchKey)) continue;
    if (candidate.sizeBytes >= limits.streamFromBytes || candidate.attempts > 0) {
      if (batch.length > 0) continue;
      return [candidate];
    }
    if (batch.length >= limits.maxItems) break;
    if (batch.length > 0 && bytes + candidate.sizeBytes > limits.maxBytes) break;
    batch.push(candidate);
    keys.add(candidate.matchKey);
    bytes += candidate.sizeBytes;
  }
  return batch;
}
