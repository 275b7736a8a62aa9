import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import { problemIn } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { createProjectQuery } from '../queries.ts';
import { OptionsLine } from '../options/options-line.tsx';
import { Crossing } from '../crossing.tsx';
import styles from './wizard.module.css';

/** The project is there. `onLeave`: the draft has served its purpose. */
export function DoneStep(props: {
  projectId: string;
  onAnother: () => void;
  onLeave: (path: string) => void;
}): JSX.Element {
  const project = createProjectQuery(() => props.projectId);
  return (
    <Switch fallback={<Skeleton lines={3} />}>
      <Match when={project.data}>
        {(value) => (
          <>
            <h2 tabindex="-1">The project “{value().name}” is ready</h2>
            <Crossing project={value()} />
            <OptionsLine project={value()} />
            <p>
              <Show
                when={value().counters.total}
                fallback="It has no mailboxes yet. Add them in the project, then verify their credentials."
              >
                {(total) => (
                  <>
                    It has {counted(total(), 'mailbox', 'mailboxes')}. Next, start an inventory or verify the
                    credentials: neither copies anything.
                  </>
                )}
              </Show>
            </p>
            <div class={styles.actions}>
              <button type="button" class={button()} onClick={() => props.onAnother()}>
                Another project
              </button>
              <button
                type="button"
                class={button('primary')}
                onClick={() => props.onLeave(`/projects/${props.projectId}`)}
              >
                <Icon name="next" /> Open the project
              </button>
            </div>
          </>
        )}
      </Match>
      <Match when={project.error}>
        <ProblemNotice problem={problemIn(project.error)} onRetry={() => void project.refetch()} />
      </Match>
    </Switch>
  );
}
