import type { Accessor, JSX } from 'solid-js';
import { For, createMemo } from 'solid-js';

/** A list that is read again and again: what has the same id stays the same element, with its focus, and shows what is new. */
export function EachById<T extends { id: string }>(props: {
  each: readonly T[];
  children: (item: Accessor<T>) => JSX.Element;
}): JSX.Element {
  const byId = createMemo(() => new Map(props.each.map((item) => [item.id, item])));
  return (
    <For each={[...byId().keys()]}>
      {(id) => props.children(createMemo<T>((last) => byId().get(id) ?? last, byId().get(id)!))}
    </For>
  );
}
