import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Project } from '../../../api.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import styles from './options-line.module.css';
import { lineOf, summarizeOptions } from './options-summary.ts';

/** It may take two lines. */
const isCut = (element: HTMLElement): boolean => element.scrollHeight > element.clientHeight;

/** The options of a project in one line, which leads to them. */
export function OptionsLine(props: { project: Pick<Project, 'id' | 'options'> }): JSX.Element {
  const words = () => summarizeOptions(props.project.options);
  return (
    <a class={`small ${styles.line}`} href={`/projects/${props.project.id}/options`}>
      <Icon name="settings" />
      <Tooltip isStop={false} isNeeded={isCut} words={lineOf(words())}>
        <span class="visually-hidden">Options: </span>
        <For each={words()}>
          {(word, index) => (
            <>
              {index() > 0 ? ' · ' : ''}
              <span class={word.isRisky ? 'tone-wait' : ''}>{word.text}</span>
            </>
          )}
        </For>
        <Show when={words().length === 1}> · other options at their defaults</Show>
      </Tooltip>
    </a>
  );
}
