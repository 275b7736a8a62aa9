import type { JSX, ParentProps } from 'solid-js';
import styles from './cut-text.module.css';
import { Tooltip } from './tooltip.tsx';

const isCut = (element: HTMLElement): boolean => element.scrollWidth > element.clientWidth;

/**
 * Text in one line of a row. Where there is no room for all of it, a pointer has it whole. No stop for the keyboard: a
 * list with one in each row would take long to get through, and what a row opens has the whole text.
 */
export function RowText(props: ParentProps<{ text: string; class?: string }>): JSX.Element {
  return (
    <Tooltip words={props.text} isStop={false} isNeeded={isCut} class={`truncate ${styles.line} ${props.class ?? ''}`}>
      {props.children ?? props.text}
    </Tooltip>
  );
}
