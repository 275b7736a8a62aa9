import { Tooltip as KobalteTooltip } from '@kobalte/core/tooltip';
import type { JSX, ParentProps } from 'solid-js';
import styles from './tooltip.module.css';

/** A few words about what it is around, when a pointer or the focus rests there. Escape hides them. */
export function Tooltip(
  props: ParentProps<{
    words: string;
    class?: string | undefined;
    /** There is nothing to say of it now, and nothing for the keyboard to stop at. */
    isOff?: boolean;
    ref?: (element: HTMLElement) => void;
  }>,
): JSX.Element {
  return (
    <KobalteTooltip openDelay={400} gutter={6} disabled={props.isOff ?? false}>
      <KobalteTooltip.Trigger
        as="span"
        ref={(element: HTMLElement) => props.ref?.(element)}
        tabIndex={props.isOff ? undefined : 0}
        class={props.class}
      >
        {props.children}
      </KobalteTooltip.Trigger>
      <KobalteTooltip.Portal>
        <KobalteTooltip.Content class={styles.words}>{props.words}</KobalteTooltip.Content>
      </KobalteTooltip.Portal>
    </KobalteTooltip>
  );
}
