import { formatMoment } from '../lib/dates.ts';
import type { JSX, ParentProps } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Problem } from '../api.ts';
import { formatAgo, localizeInstants } from '../lib/format.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { now } from './now.ts';
import { button } from './button.ts';
import styles from './parts.module.css';
import { Tooltip } from './tooltip.tsx';

export type Tone = 'ok' | 'run' | 'wait' | 'bad' | 'idle';

/** A few words that should be seen. */
export function Notice(
  props: ParentProps<{
    tone?: 'bad' | 'wait';
    icon?: IconName;
    /** Another colour of the icon than that of the tone. */
    iconClass?: string;
    role?: 'alert' | 'status';
  }>,
): JSX.Element {
  return (
    <div class={`${styles.notice} ${props.tone ? `tone-${props.tone}` : ''}`} role={props.role}>
      <Icon name={props.icon ?? 'warning'} class={props.iconClass ?? ''} />
      <div>{props.children}</div>
    </div>
  );
}

/** What went wrong, why, and what to do about it. */
export function ProblemNotice(props: { problem: Problem; onRetry?: () => void; tone?: 'bad' | 'wait' }): JSX.Element {
  return (
    <Notice tone={props.tone ?? 'bad'} role="alert">
      <strong>{props.problem.title}</strong>
      <Show when={props.problem.cause}>{(cause) => <span>{cause()}</span>}</Show>
      <Show when={props.problem.remedy}>{(remedy) => <span class="muted">{remedy()}</span>}</Show>
      <Show when={props.problem.detail !== props.problem.cause && props.problem.detail}>
        {(detail) => <span class="small muted">{localizeInstants(detail())}</span>}
      </Show>
      <For each={props.problem.errors}>{(part) => <span class="small">{part.message}</span>}</For>
      <Show when={props.onRetry}>
        {(retry) => (
          <span>
            <button type="button" class={button()} onClick={() => retry()()}>
              <Icon name="refresh" /> Try again
            </button>
          </span>
        )}
      </Show>
    </Notice>
  );
}

/** What stands where there is nothing. `isPage`: nothing else is there. */
export function Empty(props: ParentProps<{ icon: IconName; title: string; isPage?: boolean }>): JSX.Element {
  return (
    <div class={styles.empty}>
      <Icon name={props.icon} class="faint" />
      {props.isPage ? <h1>{props.title}</h1> : <h2>{props.title}</h2>}
      {props.children}
    </div>
  );
}

export function Skeleton(props: { lines: number; height?: number }): JSX.Element {
  return (
    <div class="stack" aria-busy="true">
      <span class="visually-hidden">Loading</span>
      <For each={Array.from({ length: props.lines })}>
        {() => <div class="skeleton" style={{ height: `${props.height ?? 44}px` }} />}
      </For>
    </div>
  );
}

export function ProgressBar(props: { fraction: number; tone: Tone; label: string }): JSX.Element {
  return (
    <div
      class={`${styles.bar} tone-${props.tone}`}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={Math.round(props.fraction * 100)}
    >
      <i style={{ width: `${Math.min(1, Math.max(0, props.fraction)) * 100}%` }} />
    </div>
  );
}

/** A moment as people say it, with the exact instant at hand. */
export function Ago(props: { at: string | null }): JSX.Element {
  return (
    <Show when={props.at} fallback={<span class="faint">—</span>}>
      {(at) => (
        <Tooltip isStop={false} words={`${formatMoment(at(), 'second')} (${at()})`}>
          <time dateTime={at()}>{formatAgo(Date.parse(at()), now())}</time>
        </Tooltip>
      )}
    </Show>
  );
}
