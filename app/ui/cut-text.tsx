import type { JSX, ParentProps } from 'solid-js';
import { createSignal, onCleanup, onMount } from 'solid-js';
import styles from './cut-text.module.css';
import { Tooltip } from './tooltip.tsx';

/** Text in one line. Where there is no room for all of it, a tooltip has it whole, by pointer and by keyboard. */
export function CutText(props: ParentProps<{ text: string; class?: string }>): JSX.Element {
  let line!: HTMLSpanElement;
  const [isCut, setCut] = createSignal(false);
  onMount(() => {
    // It reports the first size, too.
    const observer = new ResizeObserver(() => setCut(line.scrollWidth > line.clientWidth));
    observer.observe(line);
    onCleanup(() => observer.disconnect());
  });
  return (
    <Tooltip
      words={props.text}
      isOff={!isCut()}
      class={`truncate ${styles.line} ${props.class ?? ''}`}
      ref={(element) => (line = element)}
    >
      {props.children ?? props.text}
    </Tooltip>
  );
}
