import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, lazy } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { Mailbox, Project } from '../../api.ts';
import type { RequestActions } from '../credential-requests/queries.ts';
import type { PassActions } from '../passes/queries.ts';
import { startChoice } from '../passes/start-menu.tsx';

// Each comes when it is opened.
const AccessDialog = lazy(async () => ({ default: (await import('./access-dialog.tsx')).AccessDialog }));
const PurgeDialog = lazy(async () => ({
  default: (await import('../credential-requests/purge-dialog.tsx')).PurgeDialog,
}));
const StartDialog = lazy(async () => ({ default: (await import('../passes/start-dialog.tsx')).StartDialog }));

/** What is open over the page of a project. */
export type ProjectDialog = 'access' | 'purge-credentials' | { start: PassType };

export function ProjectDialogs(props: {
  open: ProjectDialog | undefined;
  project: Project;
  mailboxes: Mailbox[];
  shown: readonly Mailbox[];
  selected: ReadonlySet<string>;
  passes: PassActions;
  requests: RequestActions;
  onClose: () => void;
}): JSX.Element {
  const startType = () => (typeof props.open === 'object' ? props.open.start : undefined);
  const withPasswords = () =>
    props.mailboxes.filter(
      ({ hasSourcePassword, hasDestinationPassword }) => hasSourcePassword || hasDestinationPassword,
    );
  return (
    <Show when={props.open}>
      <Suspense>
        <Switch>
          <Match when={props.open === 'access'}>
            <AccessDialog projectId={props.project.id} onClose={props.onClose} />
          </Match>
          <Match when={props.open === 'purge-credentials'}>
            <PurgeDialog
              name={props.project.name}
              count={withPasswords().length}
              onConfirm={() => {
                void props.requests.purge(withPasswords().map(({ id }) => id));
                props.onClose();
              }}
              onClose={props.onClose}
            />
          </Match>
          <Match when={startType()}>
            {(type) => (
              <StartDialog
                projectId={props.project.id}
                type={type()}
                {...startChoice(props)}
                actions={props.passes}
                onClose={props.onClose}
              />
            )}
          </Match>
        </Switch>
      </Suspense>
    </Show>
  );
}
