import { Tooltip } from '@kobalte/core/tooltip';
import type { JSX } from 'solid-js';
import { onMount } from 'solid-js';
import { spread } from 'solid-js/web';
import styles from './tooltip.module.css';

const DELAY_MS = 400;

/** The words of a tooltip about an element that is on the page. `event`: what it was that showed interest in it. */
export function OpenTooltip(props: { about: HTMLElement; words: string; isOff: boolean; event: Event }): JSX.Element {
  // The library listens from now on, and did not see how it began.
  onMount(() => props.about.dispatchEvent(props.event));
  return (
    <Tooltip openDelay={DELAY_MS} gutter={6} disabled={props.isOff}>
      <Tooltip.Trigger
        as={(trigger: Record<string, unknown>) => {
          spread(props.about, trigger, false, true);
          return null;
        }}
      />
      <Tooltip.Portal>
        <Tooltip.Content class={styles.words}>{props.words}</Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip>
  );
}
