import { foldedNames, namesOf, readPattern } from './folder-pattern.ts';

/** Excluded folders and folder mapping. */
export type FolderRules = {
  excludedFolders?: readonly string[];
  folderMapping?: readonly { from: string; to: string }[];
};

/**
 * A folder's path from the root, joined by `/`: as people see it, and with the language-independent name (`inbox`) of
 * each well-known folder. A rule matches if it matches either.
 */
export type FolderPath = { shown: string; plain: string };

/** A folder as rules speak of it, with the number of its items. */
export type SeenFolder = FolderPath & { itemCount: number };

export type ReadRules = {
  isExcluded: (path: FolderPath) => boolean;
  /** The names of the destination folder's path from the root; undefined if no rule matches the folder. */
  targetOf: (path: FolderPath) => string[] | undefined;
};

/**
 * Compiles the rules into functions. Ignores case, as Exchange does. `*` is any part of one name, `**` any folders; the
 * subfolders of an excluded or a mapped folder go with it.
 */
export function readFolderRules({ excludedFolders = [], folderMapping = [] }: FolderRules): ReadRules {
  const patterns = excludedFolders.flatMap((pattern) => readPattern(pattern) ?? []);
  const targets = new Map(folderMapping.map(({ from, to }) => [namesOf(from).join('/').toLowerCase(), namesOf(to)]));
  const isExcluded = (path: string) => {
    const names = foldedNames(path);
    return patterns.some((fits) => fits(names));
  };
  return {
    isExcluded: ({ shown, plain }) =>
      patterns.length > 0 && (isExcluded(shown) || (plain !== shown && isExcluded(plain))),
    targetOf: ({ shown, plain }) => {
      const target = targets.get(shown.toLowerCase()) ?? targets.get(plain.toLowerCase());
      return target && target.length > 0 ? target : undefined;
    },
  };
}
