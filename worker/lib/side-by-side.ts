/**
 * Waits for all of them, whatever happens to some: nothing goes on unheard. Throws what the first of the list was
 * rejected with, not the first in time, so that the same trouble always reads the same.
 */
export async function sideBySide<T extends readonly unknown[]>(work: {
  [K in keyof T]: T[K] | Promise<T[K]>;
}): Promise<T> {
  const settled = await Promise.allSettled(work);
  for (const each of settled) if (each.status === 'rejected') throw each.reason;
  return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
