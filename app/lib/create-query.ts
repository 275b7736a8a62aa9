import type { QueryObserverOptions, QueryObserverResult } from '@tanstack/solid-query';
import { QueryObserver, useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createComputed, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';

export type QueryOptions<T> = QueryObserverOptions<T, Error, T, T>;

/** What is known of a query now. Undefined data is all there is to say of one that has not been answered yet. */
export type Query<T> = {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** `data` is that of the query before, until this one is answered. */
  readonly isPlaceholder: boolean;
  refetch: () => Promise<unknown>;
};

/**
 * A query of the cache as signals. TanStack's own for Solid reads by way of a resource: whatever reads it while it is
 * fetched again has the page around it suspended, that is taken out and put back, and whoever types there loses the
 * focus. This one suspends nothing. What an answer has in common with the one before stays the same object, so that
 * lists keep their elements.
 */
export function createQuery<T>(optionsOf: Accessor<QueryOptions<T>>): Query<T> {
  const client = useQueryClient();
  const options = createMemo(() => ({
    ...client.defaultQueryOptions(optionsOf()),
    _optimisticResults: 'optimistic' as const,
  }));
  const observer = new QueryObserver(client, untrack(options));
  const [result, setResult] = createSignal<QueryObserverResult<T>>(observer.getOptimisticResult(untrack(options)));
  onCleanup(observer.subscribe((next) => setResult(() => next)));
  createComputed(
    on(
      options,
      (next) => {
        observer.setOptions(next);
        setResult(() => observer.getOptimisticResult(next));
      },
      { defer: true },
    ),
  );
  const data = createMemo(() => result().data);
  const error = createMemo(() => result().error);
  const isPending = createMemo(() => result().isPending);
  const isPlaceholder = createMemo(() => result().isPlaceholderData);
  return {
    get data() {
      return data();
    },
    get error() {
      return error();
    },
    get isPending() {
      return isPending();
    },
    get isPlaceholder() {
      return isPlaceholder();
    },
    refetch: () => observer.refetch(),
  };
}
