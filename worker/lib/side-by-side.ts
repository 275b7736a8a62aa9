/**
 * Waits for all promises, even if some reject, so that none continues unobserved. Throws the rejection that is first in
 * the list, not first in time, so that the same trouble is always reported the same way.
 */
export async function sideBySide<T extends readonly unknown[]>(work: {
  [K in keyof T]: T[K] | Promise<T[K]>;
}): Promise<T> {
  const settled = await Promise.allSettled(work);
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
