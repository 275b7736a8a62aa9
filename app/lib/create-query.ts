import type { QueryObserverOptions, QueryObserverResult } from '@tanstack/solid-query';
import { QueryObserver, useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createComputed, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';

export type QueryOptions<T> = QueryObserverOptions<T, Error, T, T>;

/** The current state of a query. Its data is undefined until the first answer. */
export type Query<T> = {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  /** `data` is that of the query before, until this one is answered. */
  readonly isPlaceholder: boolean;
  refetch: () => Promise<unknown>;
};

/**
 * A query of the cache as signals. TanStack's own for Solid reads through a resource: reading it during a refetch
 * suspends the page around it, which removes and reinserts its elements, and takes away the focus. This one never
 * suspends. Unchanged parts of a new answer stay the same objects, so that lists keep their elements.
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
