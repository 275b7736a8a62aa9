import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import { formatCount } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { CutText } from '../../../ui/cut-text.tsx';
import { Notice, ProblemNotice } from '../../../ui/parts.tsx';
import type { createOptionsForm } from './options-form.ts';
import { lineOf, summarizeOptions } from './options-summary.ts';
import styles from './save-bar.module.css';
import { showToast } from '../../../ui/toast.tsx';
import { button } from '../../../ui/button.ts';

/** What is not saved yet, when it takes effect, and the button. It stays visible. */
export function SaveBar(props: { options: ReturnType<typeof createOptionsForm>; isRunning: boolean }): JSX.Element {
  const { isDirty, isBusy, isSaved, unsaved, problem, conflict } = props.options;
  const refused = () => {
    const errors = problem()?.code === 'validation-failed' ? (problem()?.errors ?? []) : [];
    // Both ends of a rule are one value to look at.
    return new Set(errors.map(({ path }) => path.replace(/\.(from|to)$/, '')));
  };
  const discard = () => showToast('Your changes have been discarded.', props.options.discard());
  return (
    <div class={`card ${styles.bar}`} classList={{ [styles.idle!]: !isDirty() }}>
      <Switch>
        <Match when={conflict()}>
          {(theirs) => (
            <Notice tone="wait" role="alert">
              <strong>Changed by someone else</strong>
              <span>
                Someone has saved these options since you opened this page: {lineOf(summarizeOptions(theirs()))}.
              </span>
              <span class="row">
                <button type="button" class={button()} onClick={() => props.options.discard()}>
                  Use theirs
                </button>
                <button type="button" class={button()} onClick={() => void props.options.overrule()}>
                  Save mine instead
                </button>
              </span>
            </Notice>
          )}
        </Match>
        <Match when={refused().size > 0}>
          <Notice tone="bad" role="alert">
            <strong>Nothing was saved</strong>
            <span>
              {refused().size === 1
                ? 'One value is not valid. It is marked above, with what to do.'
                : `${formatCount(refused().size)} values are not valid. They are marked above, with what to do.`}
            </span>
          </Notice>
        </Match>
        <Match when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Match>
      </Switch>
      <div class={styles.line}>
        <div class="grow">
          <div class="truncate" role="status">
            <Switch fallback={<span class="muted">All saved</span>}>
              <Match when={isDirty()}>
                <CutText text={unsaved().join(', ')}>
                  <strong>Not saved:</strong> {unsaved().join(', ')}
                </CutText>
              </Match>
              <Match when={isSaved()}>
                <Badge tone="ok" icon="check">
                  Saved
                </Badge>
              </Match>
            </Switch>
          </div>
          <div class="small muted">
            {props.isRunning
              ? 'A pass is running. Changes take effect with its next batch.'
              : 'Changes take effect with the next pass, or with the next batch of a running pass.'}
          </div>
        </div>
        <Show when={isDirty()}>
          <button type="button" class={button('ghost')} disabled={isBusy()} onClick={discard}>
            Discard
          </button>
        </Show>
        <button type="submit" class={button('primary')} disabled={isBusy() || !isDirty() || conflict() !== undefined}>
          {isBusy() ? 'Saving …' : 'Save options'}
        </button>
      </div>
    </div>
  );
}
