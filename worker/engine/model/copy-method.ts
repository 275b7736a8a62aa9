import type { CopyMethod } from '../../lib/copy-methods.ts';
import { COPY_METHODS } from '../../lib/copy-methods.ts';

/** The method to try after `method` failed for an item, among those both sides can. */
export function nextMethod(
  method: CopyMethod,
  usable: readonly CopyMethod[],
  itemClass: string,
): CopyMethod | undefined {
  const order = methodsFor(itemClass);
  return order.slice(order.indexOf(method) + 1).find((candidate) => usable.includes(candidate));
}

/** The best method for a class. Undefined when the sides have none in common. */
export function firstMethod(usable: readonly CopyMethod[], itemClass: string): CopyMethod | undefined {
  return methodsFor(itemClass).find((candidate) => usable.includes(candidate));
}

/** MIME can hold only messages; posts would lose their class in it, so they are copied element by element. */
function methodsFor(itemClass: string): readonly CopyMethod[] {
  const upper = itemClass.toUpperCase();
  return upper.startsWith('IPM.NOTE') || upper.startsWith('REPORT.') || upper.startsWith('IPM.SCHEDULE.')
    ? COPY_METHODS
    : ['transfer', 'typed'];
}
