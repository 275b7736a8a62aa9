import type { Accessor, JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { problemIn } from '../../api.ts';
import chips from '../../ui/chips.module.css';
import { Notice, ProblemNotice } from '../../ui/parts.tsx';
import { HtmlFrame } from './html-frame.tsx';
import type { Which } from './queries.ts';
import { createPreviewQuery } from './queries.ts';
import styles from './templates.module.css';

const VIEWS = ['Light', 'Dark', 'Text'] as const;
type View = (typeof VIEWS)[number];

/** A template with example values, as it is typed. */
export function Preview(props: {
  which: Accessor<Which>;
  text: Accessor<{ subject: string; body: string }>;
}): JSX.Element {
  const [view, setView] = createSignal<View>('Light');
  const preview = createPreviewQuery(props.which, props.text);
  const shown = () => (preview.data?.errors.length === 0 ? preview.data : undefined);
  return (
    <section class="card pad stack" aria-label="Preview">
      <div class="row spread">
        <h2>Preview</h2>
        <div class={chips.strip} role="group" aria-label="View">
          <For each={VIEWS}>
            {(name) => (
              <button type="button" class={chips.chip} aria-pressed={view() === name} onClick={() => setView(name)}>
                {name}
              </button>
            )}
          </For>
        </div>
      </div>
      <Show when={preview.error}>
        <ProblemNotice problem={problemIn(preview.error)} onRetry={() => void preview.refetch()} />
      </Show>
      <Show when={preview.data?.errors.length ? preview.data.errors : undefined}>
        {(errors) => (
          <Notice tone="bad" role="status">
            <strong>This template cannot be saved yet</strong>
            <For each={errors()}>{(error) => <span>{error.message}</span>}</For>
          </Notice>
        )}
      </Show>
      <Show when={shown()}>
        {(message) => (
          <>
            <p class={styles.subject}>{message().subject}</p>
            <Show when={view() === 'Text'} fallback={<HtmlFrame html={message().html} isDark={view() === 'Dark'} />}>
              <pre class={styles.text} tabindex="0">
                {message().text}
              </pre>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}
