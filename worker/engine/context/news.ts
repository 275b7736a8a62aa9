/** Wakes the parts of a slice that wait for other parts to make progress. */
export type News = {
  notify: () => void;
  /** Settles with the next `notify`. Check the state first, then await this at once, so that no notification is missed. */
  next: () => Promise<void>;
};

export function createNews(): News {
  let coming = Promise.withResolvers<void>();
  return {
    notify: () => {
      coming.resolve();
      coming = Promise.withResolvers();
    },
    next: () => coming.promise,
  };
}
