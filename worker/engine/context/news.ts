/** Wakes up whoever waits for the other parts of a slice to get on. */
export type News = {
  notify: () => void;
  /** Settles with the next `notify`. Look at what is there first, and wait without anything in between. */
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
