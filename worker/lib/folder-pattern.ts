/** Names of the folders on the way from the root to one, in lower case. */
type FoldedNames = readonly string[];

/** One name of a pattern, cut at its `*`: its pieces follow each other in every name that it fits. */
type NamePattern = readonly string[];

/** A run of names between two `**`. */
type Run = readonly NamePattern[];

const ANY_FOLDERS = '**';
const ANY_NAME: NamePattern = ['', ''];

/** Wildcards in one pattern, at most: more than anybody needs to name folders. */
export const MAX_WILDCARDS = 6;

/** How many wildcards a pattern has; `**` for any folders is one. */
export function countWildcards(pattern: string): number {
  return namesOf(pattern).reduce((sum, name) => sum + (name === ANY_FOLDERS ? 1 : name.split('*').length - 1), 0);
}

/** The names in a path that a person wrote. */
export function namesOf(path: string): string[] {
  return path
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** A path as patterns look at it: letter case does not count. */
export function foldedNames(path: string): FoldedNames {
  return folded(path).split('/');
}

/**
 * Compiles a pattern into a function that tests whether it matches a folder or one of its parents. `*` is any part of
 * one name, `**` any folders. Undefined for a pattern without a name.
 *
 * Each run of names takes the first place where it matches. As a match need not reach the end of the path, a later place
 * is never better, so the time is linear in the path. Patterns never become regular expressions.
 */
export function readPattern(pattern: string): ((path: FoldedNames) => boolean) | undefined {
  const names = namesOf(folded(pattern));
  if (names.length === 0) return undefined;
  const [first = [], ...others] = runsOf(names);
  return (path) => {
    if (!fitsAt(first, path, 0)) return false;
    let from = first.length;
    for (const run of others) {
      const at = firstPlaceOf(run, path, from);
      if (at < 0) return false;
      from = at + run.length;
    }
    return true;
  };
}

/** The names between `**`; the first run must match at the start of the path, and is empty if the pattern starts with `**`. */
function runsOf(names: readonly string[]): Run[] {
  const runs: NamePattern[][] = [[]];
  for (const name of names) {
    if (name === ANY_FOLDERS) runs.push([]);
    else runs.at(-1)?.push(name.split('*'));
  }
  // Folders that are below anyway go along: `Inbox/**` is what is in the inbox, and not the inbox.
  const last = runs.at(-1);
  if (last?.length === 0) last.push(ANY_NAME);
  return runs;
}

function firstPlaceOf(run: Run, path: FoldedNames, from: number): number {
  for (let at = from; at + run.length <= path.length; at += 1) if (fitsAt(run, path, at)) return at;
  return -1;
}

function fitsAt(run: Run, path: FoldedNames, at: number): boolean {
  return run.every((name, index) => {
    const there = path[at + index];
    return there !== undefined && fitsName(name, there);
  });
}

function fitsName(pieces: NamePattern, name: string): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of others) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

/** A capital sigma becomes another letter at the end of a word than within it. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}
