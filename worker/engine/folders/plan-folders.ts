import type { FolderPath, FolderRules, ReadRules } from '../../lib/folder-rules.ts';
import { readFolderRules } from '../../lib/folder-rules.ts';
import { pathOf, rootNameOf } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import type { FolderPlan, FolderStep, Renamed } from './folder-plan.ts';
import type { FolderTrouble } from '../model/folder-trouble.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';

const ROOT = 'msgfolderroot';

/**
 * Maps the source's folders onto the destination's, parents first. Rules of the options win; then well-known folders
 * match by their distinguished id, whatever the language of their names; the others by name (case ignored, as Exchange
 * does) below the folder that their parent maps to; missing folders are created. A folder with the name of another
 * well-known folder at the destination gets a different name.
 *
 * `known` is the ledger's earlier mapping: it wins while the destination still has the folder. If a side has lost all
 * its known folders, the pass stops: better to ask than to copy everything again or to call an empty mailbox complete.
 */
export function planFolders(
  source: readonly Folder[],
  destination: readonly Folder[],
  known: readonly LedgerFolder[],
  rules: FolderRules = {},
): FolderPlan {
  const emptySide = emptySideOf(source, destination, known);
  if (emptySide) return { emptySide };
  const planning = startPlanning(source, destination, known, rules);
  for (const folder of source) {
    if (folder.distinguishedId === ROOT) planRoot(planning, folder);
    else planFolder(planning, folder);
  }
  const { steps, missing, renamed, aside } = planning;
  return {
    steps,
    ...(missing.length > 0 && { missing }),
    ...(renamed.length > 0 && { renamed }),
    ...(aside.size > 0 && { aside: [...aside.values()] }),
  };
}

function emptySideOf(
  source: readonly Folder[],
  destination: readonly Folder[],
  known: readonly LedgerFolder[],
): 'source' | 'destination' | undefined {
  const below = known.filter((folder) => folder.distinguishedId !== ROOT);
  const isEmpty = (folders: readonly Folder[], idOf: (folder: LedgerFolder) => string): boolean => {
    const ids = new Set(folders.map(({ id }) => id));
    return folders.length <= 1 || (below.length > 0 && !below.some((folder) => ids.has(idOf(folder))));
  };
  if (isEmpty(source, ({ sourceId }) => sourceId)) return 'source';
  return isEmpty(destination, ({ destinationId }) => destinationId) ? 'destination' : undefined;
}

/** What is looked up while a plan is made, and what has been planned so far. */
type Planning = {
  rules: ReadRules;
  known: readonly LedgerFolder[];
  /** What the ledger mapped before and the destination still has, by source folder. */
  mapped: ReadonlyMap<string, LedgerFolder>;
  /** The destination's folders: by id; ids by well-known name, and by parent and name. */
  there: ReadonlyMap<string, Folder>;
  distinguished: ReadonlyMap<string, string>;
  children: ReadonlyMap<string, string>;
  /** What of the source decides whether two folders are the same: its well-known names, and names by parent. */
  sourceKnows: ReadonlySet<string>;
  sourceNames: ReadonlySet<string>;
  /** Paths of the source's folders that cross. */
  paths: Map<string, FolderPath>;
  /** The destination folder of each key, if it exists already. */
  targets: Map<string, string | undefined>;
  /** Two source folders never share a destination folder, unless a rule or an earlier pass says so. */
  taken: Set<string>;
  steps: FolderStep[];
  missing: Folder[];
  renamed: Renamed[];
  /** By source folder. */
  aside: Map<string, FolderTrouble>;
};

function startPlanning(
  source: readonly Folder[],
  destination: readonly Folder[],
  known: readonly LedgerFolder[],
  rules: FolderRules,
): Planning {
  const there = new Map(destination.map((folder) => [folder.id, folder]));
  const mapped = new Map(known.filter((f) => there.has(f.destinationId)).map((f) => [f.sourceId, f]));
  return {
    rules: readFolderRules(rules),
    known,
    mapped,
    there,
    distinguished: new Map(destination.flatMap((f) => (f.distinguishedId ? [[f.distinguishedId, f.id]] : []))),
    children: new Map(destination.map((f) => [childKey(f.parentId, f.name), f.id])),
    sourceKnows: new Set(source.flatMap((f) => f.distinguishedId ?? [])),
    sourceNames: new Set(source.map((f) => childKey(f.parentId, f.name))),
    paths: new Map(),
    targets: new Map(),
    taken: new Set([...mapped.values()].map((folder) => folder.destinationId)),
    steps: [],
    missing: [],
    renamed: [],
    aside: new Map(),
  };
}

function planRoot(planning: Planning, folder: Folder): void {
  const { paths, targets, steps, distinguished } = planning;
  const path = pathOf(folder, paths);
  if (path === undefined) return;
  const root = distinguished.get(ROOT);
  paths.set(folder.id, path);
  targets.set(folder.id, root);
  if (root !== undefined) steps.push({ do: 'use', source: folder, path: path.shown, destinationId: root });
}

function planFolder(planning: Planning, folder: Folder): void {
  const { rules, paths, targets, taken, steps, missing } = planning;
  const path = pathOf(folder, paths);
  if (path === undefined || rules.isExcluded(path)) return;
  const rootName = rootNameOf(folder);
  const rule = rules.targetOf(path);
  const wanted: Place = {
    parent: rule ? walk(planning, rule.slice(0, -1)) : folder.parentId,
    name: rule?.at(-1) ?? rootName ?? folder.name,
    isRuled: rule !== undefined,
  };
  const place = asideOf(planning, folder, wanted);
  const target = targetOf(planning, folder, place);
  const trouble = troubleOf(planning, folder, path.shown, place, target);
  if (trouble) {
    paths.set(folder.id, path);
    planning.aside.set(folder.id, trouble);
    return;
  }
  if (target === undefined && rootName !== undefined && !rule) {
    missing.push(folder);
    return;
  }
  paths.set(folder.id, path);
  targets.set(folder.id, target);
  if (target !== undefined) taken.add(target);
  const name = target === undefined ? place.name : planning.there.get(target)?.name;
  if (!place.isRuled && name !== undefined && isNumbered(name, wanted.name))
    planning.renamed.push({ path: path.shown, name });
  steps.push(stepOf(planning, folder, path.shown, place, target));
}

/** Why a folder cannot be mapped: a side denies it, or the one above that it would have to be made in. */
function troubleOf(
  { there, aside }: Planning,
  { id, totalCount, distinguishedId, denied }: Folder,
  path: string,
  { parent, isRuled }: Place,
  target: string | undefined,
): FolderTrouble | undefined {
  const above = target === undefined && !isRuled ? aside.get(parent) : undefined;
  const fault = denied ?? (target === undefined ? above?.fault : there.get(target)?.denied);
  return (
    fault && {
      sourceId: id,
      path,
      itemCount: totalCount,
      fault,
      ...(distinguishedId && { distinguishedId }),
      ...(above && { below: above.below ?? above.path }),
    }
  );
}

/** The place for a folder: below the folder with the key `parent`, under this name. */
type Place = { parent: string; name: string; isRuled: boolean };

/** `Calendar (2)` of `Calendar`. */
function isNumbered(name: string, own: string): boolean {
  return name.startsWith(`${own} (`) && /^ \(\d+\)$/.test(name.slice(own.length));
}

/** The same place, by another name where the destination has its name for a well-known folder that is another one. */
function asideOf(planning: Planning, folder: Folder, place: Place): Place {
  const { parent, name, isRuled } = place;
  const isOthers = (candidate: string) => {
    const found = childOf(planning, parent, candidate);
    return found !== undefined && isOtherFolder(planning, folder, planning.there.get(found));
  };
  if (isRuled || planning.distinguished.has(folder.distinguishedId ?? '') || !isOthers(name)) return place;
  for (let number = 2; ; number += 1) {
    const candidate = `${name} (${String(number)})`;
    const isSources = planning.sourceNames.has(childKey(folder.parentId, candidate));
    if (!isSources && !isOthers(candidate)) return { ...place, name: candidate };
  }
}

/**
 * A well-known folder is the source's folder of its name only where the source does not know it as such, as older
 * servers do not, and where both hold the same kind of items.
 */
function isOtherFolder({ sourceKnows }: Planning, folder: Folder, there: Folder | undefined): boolean {
  if (there?.distinguishedId === undefined) return false;
  return sourceKnows.has(there.distinguishedId) || classOf(folder) !== classOf(there);
}

function classOf({ folderClass }: Folder): string {
  return folderClass.toUpperCase() || 'IPF.NOTE';
}

/** The existing destination folder for a source folder. */
function targetOf(planning: Planning, folder: Folder, { parent, name, isRuled }: Place): string | undefined {
  const { mapped, distinguished, taken } = planning;
  const before = mapped.get(folder.id);
  // A rule does not move a well-known folder: what is new goes where the rule says. What may have arrived is first
  // looked for where it was sent.
  if (before && (!isRuled || isOurs(planning, before) || before.hasUnconfirmed)) return before.destinationId;
  const wellKnown = isRuled ? undefined : distinguished.get(folder.distinguishedId ?? '');
  if (wellKnown !== undefined) return wellKnown;
  const sameName = childOf(planning, parent, name);
  return sameName !== undefined && !taken.has(sameName) ? sameName : undefined;
}

function stepOf(
  planning: Planning,
  source: Folder,
  path: string,
  { parent, name }: Place,
  target: string | undefined,
): FolderStep {
  if (target === undefined) return { do: 'create', source, path, parent, name };
  const before = planning.mapped.get(source.id);
  const follows =
    before !== undefined && isOurs(planning, before) && before.path !== path && standsAsPut(planning, before, target);
  if (!follows) return { do: 'use', source, path, destinationId: target };
  return { do: 'place', source, path, destinationId: target, parent, name };
}

/** Leads to the last folder but one of a mapped path; makes what is missing of it. */
function walk(planning: Planning, names: readonly string[]): string {
  const { targets, steps, distinguished } = planning;
  let parent = `#${distinguished.get(ROOT) ?? ''}`;
  for (const [depth, name] of names.entries()) {
    const above = names.slice(0, depth + 1);
    const key = `=${above.join('/').toLowerCase()}`;
    if (!targets.has(key)) {
      const found = childOf(planning, parent, name);
      targets.set(key, found);
      if (found === undefined) steps.push({ do: 'make', key, parent, name });
    }
    const there = targets.get(key);
    parent = there === undefined ? key : `#${there}`;
  }
  return parent;
}

/** The destination folder of this name in the folder of the key `parent`. */
function childOf({ children, targets }: Planning, parent: string, name: string): string | undefined {
  const parentId = parent.startsWith('#') ? parent.slice(1) : targets.get(parent);
  return parentId === undefined ? undefined : children.get(childKey(parentId, name));
}

/** No server made it. */
function isOurs({ there }: Planning, { destinationId }: LedgerFolder): boolean {
  return there.get(destinationId)?.distinguishedId === undefined;
}

/** True if the destination folder still has the name and the parent that we gave it. */
function standsAsPut({ known, there }: Planning, before: LedgerFolder, target: string): boolean {
  const folder = there.get(target);
  const cut = before.path.lastIndexOf('/');
  const [parentPath, name] = [before.path.slice(0, Math.max(0, cut)), before.path.slice(cut + 1)];
  const parent = known.find((each) => each.path === parentPath);
  return folder?.name.toLowerCase() === name.toLowerCase() && folder.parentId === parent?.destinationId;
}

function childKey(parentId: string, name: string): string {
  return `${parentId}\u0000${name.toLowerCase()}`;
}
