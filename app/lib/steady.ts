import type { Accessor } from 'solid-js';
import { createEffect, createSignal } from 'solid-js';

/**
 * What a query has, a moment later, and never by way of a suspended page. A memo or an element that reads `query.data`
 * while it comes from the cache has the page suspended, which is taken out and put back, when it is read again: whoever
 * types there loses the focus. An effect that reads it has not.
 */
export function createSteady<T>(data: Accessor<T | undefined>): Accessor<T | undefined> {
  const [steady, setSteady] = createSignal<T>();
  createEffect(() => {
    const value = data();
    setSteady(() => value);
  });
  return steady;
}
