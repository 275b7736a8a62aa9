import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Endpoint } from '../../api.ts';

/** The projects that use an endpoint, each with the way to it. */
export function UsedBy(props: { usedBy: Endpoint['usedBy'] }): JSX.Element {
  const others = () => props.usedBy.count - props.usedBy.projects.length;
  return (
    <p class="small muted">
      <Show when={props.usedBy.count > 0} fallback="No project uses it.">
        Used by{' '}
        <For each={props.usedBy.projects}>
          {(project, at) => (
            <>
              {at() > 0 && ', '}
              <a class="plain-link" href={`/projects/${project.id}`}>
                {project.name}
              </a>{' '}
              ({project.side})
            </>
          )}
        </For>
        <Show when={others() > 0}>
          {props.usedBy.projects.length > 0
            ? ` and ${others()} more`
            : `${others()} ${others() === 1 ? 'project' : 'projects'}`}
        </Show>
      </Show>
    </p>
  );
}
