/** The same promise, whose failure no one has to hear at once: whoever awaits it later does. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
