import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem, Workgroup } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Whether all agents see all projects. It acts at once. */
export function ProjectSharing(props: { workgroup: Workgroup }): JSX.Element {
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  // A box that was not saved returns to what is so.
  const [isOn, setOn] = createSignal(props.workgroup.projectSharing);
  const turn = async (projectSharing: boolean) => {
    setOn(projectSharing);
    setProblem();
    try {
      await read(api.workgroup.$patch({ json: { projectSharing } }));
      showToast(projectSharing ? 'Agents see all projects.' : 'Agents see only their own projects.');
      await client.invalidateQueries({ queryKey: keys.workgroup });
    } catch (error) {
      setOn(!projectSharing);
      setProblem(problemIn(error));
    }
  };
  return (
    <section class="card pad stack">
      <h2>Project sharing</h2>
      <Check
        checked={isOn()}
        onChange={(isChecked) => void turn(isChecked)}
        hint="If off, agents see the projects that they created, and those that were given to them under Access on the page of a project. Owners and managers always see all."
      >
        All agents see all projects
      </Check>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
    </section>
  );
}
