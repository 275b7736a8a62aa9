import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Problem, Project } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { createPassActions } from '../passes/queries.ts';

const StartDialog = lazy(async () => ({ default: (await import('../passes/start-dialog.tsx')).StartDialog }));

/** Starts an inventory of all mailboxes of a project, from where its result is shown. */
export function InventoryStart(props: { project: Project; isFirst: boolean }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const actions = createPassActions(() => props.project.id, setProblem);
  return (
    <>
      <Show when={problem()}>{(trouble) => <ProblemNotice problem={trouble()} />}</Show>
      <button type="button" class={props.isFirst ? button('primary') : button()} onClick={() => setOpen(true)}>
        <Icon name={props.isFirst ? 'play' : 'refresh'} /> {props.isFirst ? 'Start an inventory' : 'Count again'}
      </button>
      <Show when={isOpen()}>
        <Suspense>
          <StartDialog
            projectId={props.project.id}
            type="inventory"
            mailboxIds={undefined}
            which={`all ${counted(props.project.counters.total, 'mailbox', 'mailboxes')}`}
            actions={actions}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      </Show>
    </>
  );
}
