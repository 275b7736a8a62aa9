/** Wakes up whoever waits for the other parts of a slice to get on. */
export type News = {
  tell: () => void;
  /** Settles with the next `tell`. Look at what is there first, and wait without anything in between. */
  next: () => Promise<void>;
};

export function createNews(): News {
  let coming = Promise.withResolvers<void>();
  return {
    tell: () => {
      coming.resolve();
      coming = Promise.withResolvers();
    },
    next: () => coming.promise,
  };
}
