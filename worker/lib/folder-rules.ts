import { foldedNames, namesOf, readPattern } from './folder-pattern.ts';

/** Which folders are not copied, and where else some go. */
export type FolderRules = {
  excludedFolders?: readonly string[];
  folderMapping?: readonly { from: string; to: string }[];
};

/**
 * A folder by the names on its way from the root, joined by `/`: as people see them, and with the language-independent
 * name (`inbox`) of each well-known folder instead of its own. A rule fits when it fits either.
 */
export type FolderPath = { shown: string; plain: string };

/** A folder as rules speak of it, with the number of its items. */
export type SeenFolder = FolderPath & { itemCount: number };

export type ReadRules = {
  isExcluded: (path: FolderPath) => boolean;
  /** The names of the destination folder on its way from the root; undefined where no rule speaks of the folder. */
  targetOf: (path: FolderPath) => string[] | undefined;
};

/**
 * Makes functions of the rules. Case is ignored, as Exchange does. `*` stands for any part of one name, `**` for any
 * folders; what is below an excluded or a mapped folder goes with it.
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
