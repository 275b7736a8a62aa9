/** What `work` comes to; `otherwise` when it takes longer than `ms`. The work itself goes on. */
export async function within<T, O>(ms: number, work: Promise<T>, otherwise: () => O): Promise<T | O> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<O>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
