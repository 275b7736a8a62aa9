import type { FolderRules, SeenFolder } from '../../lib/folder-rules.ts';
import { readFolderRules } from '../../lib/folder-rules.ts';

/** Most folders to match against rules for one preview, to keep it fast. */
const MAX_TRIES = 2_000_000;
const MAX_FOLDERS = 100_000;
const EXAMPLES = 5;

/** How many folders can be matched with this many rules. */
export function foldersToLookAt({ excludedFolders = [], folderMapping = [] }: FolderRules): number {
  const rules = excludedFolders.length + folderMapping.length;
  return Math.min(MAX_FOLDERS, Math.floor(MAX_TRIES / Math.max(1, rules)));
}

/** What one rule takes with it: all that is below what it fits, too. */
type Hits = {
  folders: number;
  mailboxes: number;
  items: number;
  /** The topmost folders that it fits, those of most mailboxes first. */
  examples: { path: string; mailboxes: number }[];
};

/** What each rule fits among the folders of some mailboxes, as passes saw them last. */
export function previewFolders(rules: FolderRules, trees: readonly (readonly SeenFolder[])[]) {
  const { excludedFolders = [], folderMapping = [] } = rules;
  const crossing = trees.map((tree) => {
    const { isExcluded } = readFolderRules(rules);
    return tree.filter((folder) => !isExcluded(folder));
  });
  return {
    excluded: excludedFolders.map((folder) => {
      const { isExcluded } = readFolderRules({ excludedFolders: [folder] });
      return { folder, ...hitsOf(trees, isExcluded) };
    }),
    // An excluded folder is not mapped.
    mapped: folderMapping.map((rule) => {
      const { targetOf } = readFolderRules({ folderMapping: [rule] });
      return { ...rule, ...hitsOf(crossing, (folder) => targetOf(folder) !== undefined) };
    }),
  };
}

function hitsOf(trees: readonly (readonly SeenFolder[])[], isHit: (folder: SeenFolder) => boolean): Hits {
  const tops = new Map<string, number>();
  const hits = { folders: 0, mailboxes: 0, items: 0 };
  for (const tree of trees) {
    const before = hits.folders;
    const heads = new Set<string>();
    for (const folder of tree) {
      const isBelow = parentsOf(folder.shown).some((path) => heads.has(path));
      if (!isBelow && !isHit(folder)) continue;
      hits.folders += 1;
      hits.items += folder.itemCount;
      if (isBelow) continue;
      heads.add(folder.shown);
      tops.set(folder.shown, (tops.get(folder.shown) ?? 0) + 1);
    }
    if (hits.folders > before) hits.mailboxes += 1;
  }
  const examples = [...tops]
    .sort(([, a], [, b]) => b - a)
    .slice(0, EXAMPLES)
    .map(([path, mailboxes]) => ({ path, mailboxes }));
  return { ...hits, examples };
}

/** `a/b/c` is below `a` and `a/b`. */
function parentsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}
