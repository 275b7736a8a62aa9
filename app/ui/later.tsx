import type { Accessor, JSX, ParentProps } from 'solid-js';
import { Show, createEffect, createSignal, onCleanup } from 'solid-js';

/** True soon, in a task of its own. */
export function createLater(): Accessor<boolean> {
  const [isTime, setTime] = createSignal(false);
  const timer = setTimeout(() => setTime(true));
  onCleanup(() => clearTimeout(timer));
  return isTime;
}

/**
 * How many of a list's parts to draw: so many at first, so many more in each task that follows, and all of them from then
 * on, however many are added. For what is drawn when a screen opens, see `Later`.
 */
export function createGrowth(step: number, length: Accessor<number>): Accessor<number> {
  const [count, setCount] = createSignal(step);
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(() => {
    if (length() === 0 || count() === Infinity) return;
    const next = count() < length() ? count() + step : Infinity;
    clearTimeout(timer);
    timer = setTimeout(() => setCount(next));
  });
  onCleanup(() => clearTimeout(timer));
  return count;
}

/**
 * Shows what is in it in a task of its own, soon: a screen with much on it would otherwise keep a slow phone from
 * answering to a touch. Several of them come one after the other. For what has nothing below it that would move.
 */
export function Later(props: ParentProps<{ fallback?: JSX.Element }>): JSX.Element {
  const isTime = createLater();
  return (
    <Show when={isTime()} fallback={props.fallback}>
      {props.children}
    </Show>
  );
}
