/** Calls once after `ms`, unless the result is called first. */
export function later(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}

/** Calls every `ms` until the result is called. */
export function repeatedly(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
}

/** What `work` comes to; `otherwise` when it takes longer than `ms`. The work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  let cancel = () => {};
  const limit = new Promise<T>((resolve) => {
    cancel = later(ms, () => resolve(otherwise()));
  });
  return Promise.race([work, limit]).finally(() => cancel());
}
