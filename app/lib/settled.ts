import type { Accessor } from 'solid-js';
import { createEffect, createSignal, onCleanup } from 'solid-js';

/** Nothing is asked while someone still types. */
const SETTLED_AFTER_MS = 300;

/** A value once it has not changed for a moment. */
export function createSettled<T>(value: Accessor<T>): Accessor<T> {
  const [settled, setSettled] = createSignal(value());
  createEffect(() => {
    const next = value();
    const timer = setTimeout(() => setSettled(() => next), SETTLED_AFTER_MS);
    onCleanup(() => clearTimeout(timer));
  });
  return settled;
}
