import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createCustomersQuery } from '../customers/queries.ts';
import { createEndpointsQuery } from '../endpoints/queries.ts';
import { createMeQuery } from '../session/queries.ts';
import { Wizard } from './wizard/wizard.tsx';

export default function NewProjectPage(): JSX.Element {
  const me = createMeQuery();
  // The steps show them; they are on their way while it is asked who that is.
  createEndpointsQuery();
  createCustomersQuery();
  createTitle(() => ['New project']);
  /** Whose draft it is. */
  const owner = () => me.data && `${me.data.agent?.id ?? ''}.${me.data.workgroup.id}`;
  return (
    <div class={page.narrow}>
      <h1>New project</h1>
      <Show
        when={owner()}
        keyed
        fallback={
          <Show when={me.error} fallback={<Skeleton lines={4} />}>
            <ProblemNotice problem={problemIn(me.error)} onRetry={() => void me.refetch()} />
          </Show>
        }
      >
        {(name) => <Wizard owner={name} />}
      </Show>
    </div>
  );
}
