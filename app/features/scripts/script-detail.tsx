import type { JSX } from 'solid-js';
import { createSignal, For, Show } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { ScriptSummary } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { saveFile } from '../../lib/save-file.ts';
import { createSettled } from '../../lib/settled.ts';
import { button } from '../../ui/button.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { createMeQuery } from '../session/queries.ts';
import { createScriptQuery } from './queries.ts';
import type { ScriptChoice } from './script-choice.ts';
import { ScriptOptions } from './script-options.tsx';
import styles from './scripts.module.css';
import { SendScriptDialog } from './send-script-dialog.tsx';

/** One script with its options, its text, and its clean-up beside it. */
export function ScriptDetail(props: {
  projectId: string;
  script: ScriptSummary;
  choice: ScriptChoice;
  onChoice: (part: Partial<ScriptChoice>) => void;
}): JSX.Element {
  const me = createMeQuery();
  const maySend = () => can(me.data?.role ?? 'agent', 'script.send');
  const [tab, setTab] = createSignal<'run' | 'undo'>('run');
  const [isSending, setSending] = createSignal(false);
  const id = () => (tab() === 'undo' ? (props.script.undoId ?? props.script.id) : props.script.id);
  // A copy: a store tells of each part by itself.
  const settled = createSettled<ScriptChoice>(() => ({ ...props.choice }));
  const script = createScriptQuery(() => props.projectId, id, settled);
  const text = () => (
    <div class="stack">
      <Show when={script.error}>
        {(error) => <ProblemNotice problem={problemIn(error())} tone="wait" onRetry={() => void script.refetch()} />}
      </Show>
      <Show
        when={!script.error && script.data}
        fallback={script.error ? undefined : <Skeleton lines={4} height={60} />}
      >
        {(data) => (
          <>
            <Show when={data().notes.length > 0}>
              <Notice tone="wait">
                <For each={data().notes}>{(note) => <span>{note}</span>}</For>
              </Notice>
            </Show>
            <div class="row wrap">
              <CopyButton text={data().text} what="script" />
              <button
                type="button"
                class={button()}
                onClick={() => saveFile(data().fileName, 'text/plain', data().text)}
              >
                <Icon name="download" /> Save file
              </button>
              <Show when={maySend()}>
                <button type="button" class={button('primary')} onClick={() => setSending(true)}>
                  <Icon name="send" /> Send to the administrator
                </button>
              </Show>
            </div>
            <pre
              class={styles.text}
              tabIndex={0}
              role="region"
              aria-label={`Text of ${data().fileName}`}
              aria-busy={script.isPlaceholder || undefined}
            >
              {data().text.replaceAll('\r\n', '\n')}
            </pre>
          </>
        )}
      </Show>
    </div>
  );
  return (
    <section class={`card ${styles.detail}`} aria-labelledby="script-title">
      <div class={`stack ${styles.head}`}>
        <div>
          <h2 id="script-title">{props.script.title}</h2>
          <p class="muted">{props.script.purpose}</p>
        </div>
        <ScriptOptions script={props.script} shown={script.data} choice={props.choice} onChoice={props.onChoice} />
      </div>
      <Show when={props.script.undoId} fallback={<div class={styles.body}>{text()}</div>}>
        <Tabs
          label="Script and clean-up"
          value={tab()}
          onChange={setTab}
          bodyClass={styles.body}
          tabs={[
            { name: 'run', label: 'Script', show: text },
            { name: 'undo', label: 'Clean-up', show: text },
          ]}
        />
      </Show>
      <Show when={isSending() && script.data}>
        {(data) => (
          <SendScriptDialog
            projectId={props.projectId}
            script={data()}
            choice={{ ...props.choice }}
            onClose={() => setSending(false)}
          />
        )}
      </Show>
    </section>
  );
}
