import type { JSX } from 'solid-js';
import { For, Show, createEffect, createSignal, createUniqueId, on, onCleanup } from 'solid-js';
import { Icon } from './icon.tsx';
import styles from './tabs.module.css';

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Beside the open tab, where others are out of sight. */
const ROOM_PX = 12;
/** So much of what is in sight a press on an arrow moves on. */
const STEP_OF_SIGHT = 0.7;

/**
 * Tabs and the one that is open. Arrows move between them; only the open one exists. By hand, after
 * https://www.w3.org/WAI/ARIA/apg/patterns/tabs/: a panel that opens with its address waits for nothing else, and the
 * library of the other parts would take a slow phone longer than all the rest.
 */
export function Tabs<Name extends string>(props: {
  label: string;
  tabs: readonly { name: Name; label: string; show: () => JSX.Element }[];
  value: Name;
  onChange: (name: Name) => void;
  bodyClass?: string | undefined;
}): JSX.Element {
  let list!: HTMLDivElement;
  const id = createUniqueId();
  // On a phone there may be more tabs than room: the open one is in sight.
  createEffect(() => {
    const at = props.tabs.findIndex(({ name }) => name === props.value);
    const frame = requestAnimationFrame(() => {
      const [tab, box] = [list.children[at]?.getBoundingClientRect(), list.getBoundingClientRect()];
      if (tab && tab.right > box.right) list.scrollLeft += tab.right - box.right + ROOM_PX;
      else if (tab && tab.left < box.left) list.scrollLeft -= box.left - tab.left + ROOM_PX;
    });
    onCleanup(() => cancelAnimationFrame(frame));
  });
  const [hasMore, setMore] = createSignal({ before: false, after: false });
  const look = () =>
    setMore({
      before: list.scrollLeft > 1,
      after: list.scrollLeft + list.clientWidth < list.scrollWidth - 1,
    });
  // A tab that says another count is a new element.
  createEffect(
    on(
      () => props.tabs,
      () => {
        // It reports the first size, too.
        const observer = new ResizeObserver(look);
        for (const each of [list, ...list.children]) observer.observe(each);
        onCleanup(() => observer.disconnect());
      },
    ),
  );
  const moveBy = (sights: number) => void (list.scrollLeft += sights * STEP_OF_SIGHT * list.clientWidth);
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const at = step(
      props.tabs.findIndex(({ name }) => name === props.value),
      props.tabs.length,
    );
    props.onChange(props.tabs[at]!.name);
    (list.children[at] as HTMLElement).focus();
  };
  return (
    <div class={styles.tabs}>
      <div class={styles.strip}>
        <div
          ref={list}
          class={styles.list}
          role="tablist"
          aria-label={props.label}
          data-sideways
          data-before={hasMore().before ? '' : undefined}
          data-after={hasMore().after ? '' : undefined}
          onKeyDown={onKey}
          onScroll={look}
        >
          <For each={props.tabs}>
            {(tab) => (
              <button
                type="button"
                class={styles.tab}
                role="tab"
                id={`${id}-${tab.name}`}
                aria-selected={props.value === tab.name}
                aria-controls={props.value === tab.name ? `${id}-body` : undefined}
                tabIndex={props.value === tab.name ? 0 : -1}
                onClick={() => props.onChange(tab.name)}
              >
                {tab.label}
              </button>
            )}
          </For>
        </div>
        {/* For pointers: keys move between tabs, and a finger pushes the strip. */}
        <Show when={hasMore().before}>
          <button
            type="button"
            class={`${styles.more} ${styles.before}`}
            aria-hidden="true"
            tabIndex={-1}
            onClick={() => moveBy(-1)}
          >
            <Icon name="back" />
          </button>
        </Show>
        <Show when={hasMore().after}>
          <button type="button" class={styles.more} aria-hidden="true" tabIndex={-1} onClick={() => moveBy(1)}>
            <Icon name="next" />
          </button>
        </Show>
      </div>
      <For each={props.tabs}>
        {(tab) => (
          <Show when={props.value === tab.name}>
            <div
              class={props.bodyClass}
              role="tabpanel"
              id={`${id}-body`}
              aria-labelledby={`${id}-${tab.name}`}
              tabIndex={0}
            >
              {tab.show()}
            </div>
          </Show>
        )}
      </For>
    </div>
  );
}
