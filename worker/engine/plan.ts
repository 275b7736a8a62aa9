import type { Folder } from './item.ts';
import type { LedgerFolder } from './ledger.ts';

export type FolderStep =
  | { do: 'use'; source: Folder; path: string; destinationId: string }
  /** `parentPath` leads to a folder that an earlier step uses or creates. */
  | { do: 'create'; source: Folder; path: string; parentSourceId: string };

export type FolderPlan = { steps: FolderStep[] } | { emptySide: 'source' | 'destination' };

/**
 * Maps the source's folders onto the destination's, parents first. Well-known folders match by their distinguished
 * id, whatever the language of their names; the others by name (case ignored, as Exchange does) below the folder
 * that their parent maps to; what is not there is created.
 *
 * `known` is what the ledger mapped before: it wins while the destination still has the folder. A side that has
 * lost all of what is known of it stops the pass: better to ask than to copy everything again or to call an empty
 * mailbox complete.
 */
export function planFolders(
  source: readonly Folder[],
  destination: readonly Folder[],
  known: readonly LedgerFolder[],
  excluded: readonly string[] = [],
): FolderPlan {
  const sourceIds = new Set(source.map((folder) => folder.id));
  const destinationIds = new Set(destination.map((folder) => folder.id));
  const below = known.filter((folder) => folder.distinguishedId !== 'msgfolderroot');
  if (source.length <= 1 || (below.length > 0 && !below.some((folder) => sourceIds.has(folder.sourceId))))
    return { emptySide: 'source' };
  if (
    destination.length <= 1 ||
    (below.length > 0 && !below.some((folder) => destinationIds.has(folder.destinationId)))
  )
    return { emptySide: 'destination' };

  const mapped = new Map(
    known.filter((folder) => destinationIds.has(folder.destinationId)).map((f) => [f.sourceId, f.destinationId]),
  );
  const distinguished = new Map(destination.flatMap((f) => (f.distinguishedId ? [[f.distinguishedId, f.id]] : [])));
  const children = new Map(destination.map((f) => [childKey(f.parentId, f.name), f.id]));
  const taken = new Set(mapped.values());
  const isExcluded = exclusion(excluded);

  const steps: FolderStep[] = [];
  const paths = new Map<string, string>();
  const targets = new Map<string, string | undefined>();
  for (const folder of source) {
    if (folder.distinguishedId === 'msgfolderroot') {
      paths.set(folder.id, '');
      const root = distinguished.get('msgfolderroot');
      targets.set(folder.id, root);
      if (root !== undefined) steps.push({ do: 'use', source: folder, path: '', destinationId: root });
      continue;
    }
    const parentPath = paths.get(folder.parentId);
    if (parentPath === undefined) continue;
    const path = parentPath === '' ? folder.name : `${parentPath}/${folder.name}`;
    if (isExcluded(path)) continue;
    paths.set(folder.id, path);
    const parentTarget = targets.get(folder.parentId);
    const known = mapped.get(folder.id);
    let target = known ?? (folder.distinguishedId ? distinguished.get(folder.distinguishedId) : undefined);
    if (target === undefined && parentTarget !== undefined) {
      const sameName = children.get(childKey(parentTarget, folder.name));
      // Two source folders never share a destination folder.
      if (sameName !== undefined && !taken.has(sameName)) target = sameName;
    }
    targets.set(folder.id, target);
    if (target === undefined) steps.push({ do: 'create', source: folder, path, parentSourceId: folder.parentId });
    else {
      taken.add(target);
      steps.push({ do: 'use', source: folder, path, destinationId: target });
    }
  }
  return { steps };
}

function childKey(parentId: string, name: string): string {
  return `${parentId}\u0000${name.toLowerCase()}`;
}

/** A folder is excluded with all that is below it; paths ignore case. */
function exclusion(excluded: readonly string[]): (path: string) => boolean {
  const prefixes = excluded.map((path) => path.replace(/^\/+|\/+$/g, '').toLowerCase()).filter((path) => path !== '');
  return (path) => {
    const lower = path.toLowerCase();
    return prefixes.some((prefix) => lower === prefix || lower.startsWith(`${prefix}/`));
  };
}

/** An item that may be claimed. */
export type Candidate = { id: string; sizeBytes: number; matchKey: string; attempts: number };

/**
 * Picks the first batch among candidates of one folder and path: in order, within the limits, no two of one match
 * key, none whose key is already on its way (`openKeys`). A large item goes alone, and so does one that was in a
 * batch that failed: then it is clear whose fault it was. Empty when all must wait.
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
