/** The result of `work`, or of `otherwise` if it takes longer than `ms`. The work itself continues. */
export async function within<T, O>(ms: number, work: Promise<T>, otherwise: () => O): Promise<T | O> {
  let timer: ReturnType<typeof setTimeout>;
  const limit = new Promise<O>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
