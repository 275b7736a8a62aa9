/** The same promise, but its rejection counts as handled until the caller awaits it later. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
