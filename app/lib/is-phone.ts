import type { Accessor } from 'solid-js';
import { createSignal, onCleanup, onMount } from 'solid-js';

/** Whether there is only the room of a phone, as the style sheets have it; follows a device that is turned. */
export function createIsPhone(): Accessor<boolean> {
  return createIsNarrow(760);
}

/** The same for another width, in CSS pixels. */
export function createIsNarrow(width: number): Accessor<boolean> {
  const narrow = matchMedia(`(max-width: ${String(width)}px)`);
  const [isNarrow, setNarrow] = createSignal(narrow.matches);
  const follow = () => setNarrow(narrow.matches);
  onMount(() => narrow.addEventListener('change', follow));
  onCleanup(() => narrow.removeEventListener('change', follow));
  return isNarrow;
}
