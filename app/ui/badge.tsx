import type { JSX, ParentProps } from 'solid-js';
import styles from './badge.module.css';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import type { Tone } from './parts.tsx';

/** How something stands: by colour, icon and words together. */
export function Badge(props: ParentProps<{ tone: Tone; icon: IconName; isMoving?: boolean }>): JSX.Element {
  return (
    <span class={`${styles.badge} tone-${props.tone}`}>
      <Icon name={props.icon} class={props.isMoving ? 'spin' : ''} />
      {props.children}
    </span>
  );
}
