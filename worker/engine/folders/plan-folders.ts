import type { FolderPath, FolderRules } from '../../lib/folder-rules.ts';
import { readFolderRules } from '../../lib/folder-rules.ts';
import { pathOf, rootNameOf } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import type { LedgerFolder } from '../model/ledger.ts';

/**
 * Where a folder goes: `parent` is the key of an earlier step (the id of a source folder, or `key` of a step that
 * makes one), or a destination folder's id behind `#`.
 */
export type FolderStep =
  | { do: 'use'; source: Folder; path: string; destinationId: string }
  | { do: 'create'; source: Folder; path: string; parent: string; name: string }
  /** It was renamed or moved at the source, and stands where we put it: it follows. */
  | { do: 'place'; source: Folder; path: string; destinationId: string; parent: string; name: string }
  /** A folder between the root and one that is mapped, which no folder of the source stands for. */
  | { do: 'make'; key: string; parent: string; name: string };

export type FolderPlan =
  | {
      steps: FolderStep[];
      /** Further roots that the destination does not have; nothing below them crosses. */ missing?: Folder[];
    }
  | { emptySide: 'source' | 'destination' };

/**
 * Maps the source's folders onto the destination's, parents first. Rules of the options win; then well-known folders
 * match by their distinguished id, whatever the language of their names; the others by name (case ignored, as Exchange
 * does) below the folder that their parent maps to; what is not there is created.
 *
 * `known` is what the ledger mapped before: it wins while the destination still has the folder. A side that has
 * lost all of what is known of it stops the pass: better to ask than to copy everything again or to call an empty
 * mailbox complete.
 */
export function planFolders(
  source: readonly Folder[],
  destination: readonly Folder[],
  known: readonly LedgerFolder[],
  rules: FolderRules = {},
): FolderPlan {
  const sourceIds = new Set(source.map((folder) => folder.id));
  const byId = new Map(destination.map((folder) => [folder.id, folder]));
  const below = known.filter((folder) => folder.distinguishedId !== 'msgfolderroot');
  if (source.length <= 1 || (below.length > 0 && !below.some((folder) => sourceIds.has(folder.sourceId))))
    return { emptySide: 'source' };
  if (destination.length <= 1 || (below.length > 0 && !below.some((folder) => byId.has(folder.destinationId))))
    return { emptySide: 'destination' };

  const mapped = new Map(known.filter((f) => byId.has(f.destinationId)).map((f) => [f.sourceId, f]));
  const distinguished = new Map(destination.flatMap((f) => (f.distinguishedId ? [[f.distinguishedId, f.id]] : [])));
  const children = new Map(destination.map((f) => [childKey(f.parentId, f.name), f.id]));
  const taken = new Set([...mapped.values()].map((folder) => folder.destinationId));
  const { isExcluded, targetOf } = readFolderRules(rules);

  const steps: FolderStep[] = [];
  const missing: Folder[] = [];
  const paths = new Map<string, FolderPath>();
  /** Destination folder of each key, where it is there already. */
  const targets = new Map<string, string | undefined>();
  const childOf = (parent: string, name: string): string | undefined => {
    const parentId = parent.startsWith('#') ? parent.slice(1) : targets.get(parent);
    return parentId === undefined ? undefined : children.get(childKey(parentId, name));
  };
  const root = distinguished.get('msgfolderroot');
  /** Leads to the last folder but one of a mapped path; makes what is missing of it. */
  const walk = (names: readonly string[]): string => {
    let parent = `#${root ?? ''}`;
    for (const [depth, name] of names.entries()) {
      const key = `=${names
        .slice(0, depth + 1)
        .join('/')
        .toLowerCase()}`;
      if (!targets.has(key)) {
        const found = childOf(parent, name);
        targets.set(key, found);
        if (found === undefined) steps.push({ do: 'make', key, parent, name });
      }
      const there = targets.get(key);
      parent = there === undefined ? key : `#${there}`;
    }
    return parent;
  };
  for (const folder of source) {
    const { id } = folder;
    const path = pathOf(folder, paths);
    if (path === undefined) continue;
    if (folder.distinguishedId === 'msgfolderroot') {
      paths.set(id, path);
      targets.set(id, root);
      if (root !== undefined) steps.push({ do: 'use', source: folder, path: '', destinationId: root });
      continue;
    }
    if (isExcluded(path)) continue;
    paths.set(id, path);
    const rootName = rootNameOf(folder);
    const name = rootName ?? folder.name;
    const rule = targetOf(path);
    const parent = rule ? walk(rule.slice(0, -1)) : folder.parentId;
    const own = rule?.at(-1) ?? name;
    const before = mapped.get(id);
    const isOurs = before !== undefined && byId.get(before.destinationId)?.distinguishedId === undefined;
    // A rule does not move a well-known folder: what is new goes where the rule says. What may have arrived is first
    // looked for where it was sent.
    let target = rule && !isOurs && !before?.hasDoubts ? undefined : before?.destinationId;
    if (target === undefined && !rule && folder.distinguishedId) target = distinguished.get(folder.distinguishedId);
    if (target === undefined) {
      const sameName = childOf(parent, own);
      // Two source folders never share a destination folder.
      if (sameName !== undefined && !taken.has(sameName)) target = sameName;
    }
    if (target === undefined && rootName !== undefined && !rule) {
      paths.delete(id);
      missing.push(folder);
      continue;
    }
    targets.set(id, target);
    if (target === undefined) {
      steps.push({ do: 'create', source: folder, path: path.shown, parent, name: own });
      continue;
    }
    taken.add(target);
    const follows =
      before !== undefined && isOurs && before.path !== path.shown && standsAsPut(before, known, byId.get(target));
    steps.push(
      follows
        ? { do: 'place', source: folder, path: path.shown, destinationId: target, parent, name: own }
        : { do: 'use', source: folder, path: path.shown, destinationId: target },
    );
  }
  return missing.length > 0 ? { steps, missing } : { steps };
}

/** True when the destination folder has the name and the parent that it was given: no one has put it elsewhere. */
function standsAsPut(before: LedgerFolder, known: readonly LedgerFolder[], folder: Folder | undefined): boolean {
  const cut = before.path.lastIndexOf('/');
  const [parentPath, name] = [before.path.slice(0, Math.max(0, cut)), before.path.slice(cut + 1)];
  const parent = known.find((each) => each.path === parentPath);
  return folder?.name.toLowerCase() === name.toLowerCase() && folder.parentId === parent?.destinationId;
}

function childKey(parentId: string, name: string): string {
  return `${parentId}\u0000${name.toLowerCase()}`;
}
