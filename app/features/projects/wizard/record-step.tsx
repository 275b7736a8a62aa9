import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal } from 'solid-js';
import { problemIn } from '../../../api.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import type { WizardChoice } from './choice-list.tsx';
import { ChoiceList } from './choice-list.tsx';
import styles from './wizard.module.css';

/** What of a query the step shows. */
type ListQuery = { data: unknown; error: Error | null; refetch: () => unknown };

/** A step that chooses one of the workgroup's records, or adds one in a dialog. */
export function RecordStep(props: {
  title: string;
  /** Of the list of choices. */
  label: string;
  query: ListQuery;
  choices: readonly WizardChoice[];
  value: string;
  onChoose: (id: string) => void;
  /** Of the button that opens the dialog. */
  addLabel: string;
  dialog: (events: { onDone: (record: { id: string }) => void; onClose: () => void }) => JSX.Element;
  notice?: JSX.Element;
  /** Before the button that adds. */
  otherAction?: JSX.Element;
  about: string;
}): JSX.Element {
  const [isAdding, setAdding] = createSignal(false);
  return (
    <>
      <h2 tabindex="-1">{props.title}</h2>
      <Show when={props.query.error}>
        {(error) => <ProblemNotice problem={problemIn(error())} onRetry={() => void props.query.refetch()} />}
      </Show>
      <Show
        when={props.query.data}
        fallback={
          <Show when={!props.query.error}>
            <Skeleton lines={3} />
          </Show>
        }
      >
        <ChoiceList label={props.label} choices={props.choices} value={props.value} onChoose={props.onChoose} />
      </Show>
      {props.notice}
      <div class={styles.actions}>
        {props.otherAction}
        <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
          <Icon name="plus" /> {props.addLabel}
        </button>
      </div>
      <p class="small muted">{props.about}</p>
      <Show when={isAdding()}>
        <Suspense>
          {props.dialog({
            onDone: ({ id }) => {
              setAdding(false);
              props.onChoose(id);
            },
            onClose: () => setAdding(false),
          })}
        </Suspense>
      </Show>
    </>
  );
}
