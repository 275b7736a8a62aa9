import type { Accessor, JSX, ParentProps } from 'solid-js';
import { Show, createSignal, onCleanup } from 'solid-js';

/** True soon, in a task of its own. */
export function createLater(): Accessor<boolean> {
  const [isTime, setTime] = createSignal(false);
  const timer = setTimeout(() => setTime(true));
  onCleanup(() => clearTimeout(timer));
  return isTime;
}

/**
 * Shows what is in it in a task of its own, soon: a screen with much on it would otherwise keep a slow phone from
 * answering to a touch. For what is not in sight at first.
 */
export function Later(props: ParentProps): JSX.Element {
  const isTime = createLater();
  return <Show when={isTime()}>{props.children}</Show>;
}
