import type { CopyPath } from '../../lib/copy-paths.ts';
import { COPY_PATHS } from '../../lib/copy-paths.ts';

/** The path to try after `path` failed for an item, among those both sides can. */
export function nextPath(path: CopyPath, usable: readonly CopyPath[], itemClass: string): CopyPath | undefined {
  const order = pathsFor(itemClass);
  return order.slice(order.indexOf(path) + 1).find((candidate) => usable.includes(candidate));
}

/** The best path for a class. Undefined when the sides have none in common. */
export function firstPath(usable: readonly CopyPath[], itemClass: string): CopyPath | undefined {
  return pathsFor(itemClass).find((candidate) => usable.includes(candidate));
}

/** MIME holds messages and nothing else; posts lose their class in it, so they cross element by element. */
function pathsFor(itemClass: string): readonly CopyPath[] {
  const upper = itemClass.toUpperCase();
  return upper.startsWith('IPM.NOTE') || upper.startsWith('REPORT.') || upper.startsWith('IPM.SCHEDULE.')
    ? COPY_PATHS
    : ['transfer', 'typed'];
}
