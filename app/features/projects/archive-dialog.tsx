import { formatMoment } from '../../lib/dates.ts';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { Problem, Project } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { createRestore } from './restore-project.ts';
import styles from './wizard/wizard.module.css';

type Receipt = { purged: number; ended: number; at: string | null };

/** Says what archiving does before it is done, and what it has done afterwards: the receipt. */
export function ArchiveDialog(props: { project: Project; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const [receipt, setReceipt] = createSignal<Receipt>();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const restore = createRestore(() => props.project.id);
  const archive = async () => {
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    const { id } = props.project;
    try {
      const answer = await read(api.projects[':id'].archive.$post({ param: { id } }));
      const { purged, at } = answer.credentials;
      setReceipt({ purged, ended: answer.requestsEnded, at });
      client.setQueryData(keys.project(id), answer.project);
      void client.invalidateQueries({ queryKey: keys.projects });
      void client.invalidateQueries({ queryKey: keys.mailboxes(id) });
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={receipt() ? 'The project is archived' : 'Archive project'} onClose={props.onClose}>
      <Switch>
        <Match when={receipt()}>
          {(value) => (
            <div class="stack">
              <p>
                {value().purged === 0
                  ? 'No credentials of users had to be deleted.'
                  : `The credentials that the users of ${mailboxes(value().purged)} gave are deleted.`}{' '}
                {value().ended > 0 &&
                  `${formatCount(value().ended)} open ${value().ended === 1 ? 'link' : 'links'} ended.`}
              </p>
              <p class="muted">
                The activity of the project keeps the receipt
                <Show when={value().at}>{(at) => <>, of {formatMoment(at())}</>}</Show>.
              </p>
              <div class={styles.actions}>
                <button
                  type="button"
                  class={button()}
                  onClick={() => {
                    void restore();
                    props.onClose();
                  }}
                >
                  <Icon name="undo" /> Undo
                </button>
                <button type="button" class={button('primary')} onClick={() => props.onClose()}>
                  Close
                </button>
              </div>
            </div>
          )}
        </Match>
        <Match when={!receipt()}>
          <div class="stack">
            <p>
              “{props.project.name}” then starts no passes, sends no messages, and is left out of lists. Its mailboxes,
              reports, errors and activity can still be read, and it can be restored.
            </p>
            <p>
              Links of its users end, and the credentials that they gave are deleted. These do not come back: if you
              restore the project, users are asked again. What agents entered stays.
            </p>
            <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
            <div class={styles.actions}>
              <button type="button" class={button()} onClick={() => props.onClose()}>
                Cancel
              </button>
              <button
                type="button"
                class={button('primary')}
                aria-disabled={isBusy() || undefined}
                onClick={() => void archive()}
              >
                {isBusy() ? 'Archiving …' : 'Archive project'}
              </button>
            </div>
          </div>
        </Match>
      </Switch>
    </Dialog>
  );
}

function mailboxes(count: number): string {
  return count === 1 ? 'one mailbox' : `${formatCount(count)} mailboxes`;
}
