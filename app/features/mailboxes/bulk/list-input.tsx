import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { button } from '../../../ui/button.ts';
import { Field } from '../../../ui/field.tsx';
import { FileDrop } from '../../../ui/file-drop.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNotice } from '../../../ui/parts.tsx';
import styles from './bulk-add.module.css';
import type { ListRefusal } from './list-refusals.ts';
import { refusalOfSize } from './list-refusals.ts';

/** Where a list comes from: a file that is dropped or chosen, pasted lines, or the server. */
export function ListInput(props: {
  refusal: ListRefusal | undefined;
  /** The source endpoint, and whether its administrator account can be asked for people. */
  endpoint: { id: string; name: string; hasAdministrator: boolean };
  onList: () => void;
  isBusy: boolean;
  onRefuse: (refusal: ListRefusal) => void;
  onOpen: (source: ArrayBuffer | string) => void;
}): JSX.Element {
  const [lines, setLines] = createSignal('');
  const openFile = async (file: File) => {
    const refusal = refusalOfSize(file.size);
    if (refusal) props.onRefuse(refusal);
    else props.onOpen(await file.arrayBuffer());
  };
  return (
    <section class="card pad stack" aria-label="List">
      <Show when={props.refusal}>
        {(refusal) => <ProblemNotice problem={{ code: 'list-refused', status: 0, ...refusal() }} />}
      </Show>
      <FileDrop
        label="Drop a CSV file here, or choose one"
        hint="Files of MigrationWiz, Excel (saved as CSV) and Export-Csv are read as they are, up to 10,000 rows."
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onFile={(file) => void openFile(file)}
      />
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.isBusy && lines().trim() !== '') props.onOpen(lines());
        }}
      >
        <Field
          label="Or paste lines here"
          hint="One mailbox per line: source address, destination address. With a row of headings, also logins and passwords."
        >
          {(control) => (
            <textarea
              {...control()}
              class={`${control().class} ${styles.lines}`}
              rows={8}
              spellcheck={false}
              autocapitalize="off"
              placeholder={'anna@old.example, anna@new.example\nben@old.example'}
              value={lines()}
              onInput={(event) => setLines(event.currentTarget.value)}
            />
          )}
        </Field>
        <span>
          <button type="submit" class={button('primary')} aria-disabled={props.isBusy || undefined}>
            {props.isBusy ? 'Reading …' : 'Check the list'}
          </button>
        </span>
      </form>
      <div class={styles.server}>
        <span class="grow">
          <strong>Or choose people from the server</strong>
          <span class="small muted">
            <Show
              when={props.endpoint.hasAdministrator}
              fallback={
                <>
                  Reading the address list needs an administrator account.{' '}
                  <a class="plain-link" href={`/endpoints/${props.endpoint.id}`}>
                    Add one to {props.endpoint.name}
                  </a>
                  .
                </>
              }
            >
              Reads the address list of {props.endpoint.name} with its administrator account. Nothing is changed there.
            </Show>
          </span>
        </span>
        <button
          type="button"
          class={button()}
          disabled={!props.endpoint.hasAdministrator}
          onClick={() => props.onList()}
        >
          <Icon name="search" /> From the server
        </button>
      </div>
    </section>
  );
}
