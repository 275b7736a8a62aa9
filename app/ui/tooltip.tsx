import type { JSX, ParentProps } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { onDemand } from './on-demand.ts';

const part = onDemand(async () => (await import('./open-tooltip.tsx')).OpenTooltip);

/** A few words about what it is around, when a pointer or the focus rests there. Escape hides them. */
export function Tooltip(
  props: ParentProps<{
    words: string;
    class?: string | undefined;
    /** There is nothing to say of it now, and nothing for the keyboard to stop at. */
    isOff?: boolean;
    /** False: for pointers alone, in what has a stop for the keyboard already. */
    isStop?: boolean;
    /** Whether there is something to say of the element when a pointer comes: such as that a part of it is cut off. */
    isNeeded?: (element: HTMLElement) => boolean;
    ref?: (element: HTMLElement) => void;
  }>,
): JSX.Element {
  let element!: HTMLSpanElement;
  /** What is to happen again once there is somebody to see it. */
  const [event, setEvent] = createSignal<Event>();
  const [isNeeded, setNeeded] = createSignal(true);
  const isOff = () => (props.isOff ?? false) || !isNeeded();
  const begin = (next: Event) => {
    setNeeded(props.isNeeded?.(element) ?? true);
    if (isOff() || event()) return;
    setEvent(next);
    void part.want();
  };
  const end = () => {
    // Nobody waits for it any more.
    if (!part.get()) setEvent();
  };
  return (
    <>
      <span
        ref={(span) => {
          element = span;
          props.ref?.(span);
        }}
        tabIndex={props.isOff || props.isStop === false ? undefined : 0}
        class={props.class}
        onPointerEnter={({ pointerType }) => begin(new PointerEvent('pointerenter', { pointerType }))}
        onPointerLeave={end}
        onFocus={() => begin(new FocusEvent('focus'))}
        onBlur={end}
      >
        {props.children}
      </span>
      <Show when={part.get() && event()}>
        {(first) => (
          <Dynamic component={part.get()} about={element} words={props.words} isOff={isOff()} event={first()} />
        )}
      </Show>
    </>
  );
}
