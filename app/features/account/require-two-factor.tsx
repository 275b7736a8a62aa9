import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { Check } from '../../ui/check.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createAccountRefresh } from './queries.ts';

/** For owners: whether all agents of the workgroup need two-factor sign-in. */
export function RequireTwoFactor(props: { isOn: boolean; isRequired: boolean }): JSX.Element {
  const refresh = createAccountRefresh();
  const [problem, setProblem] = createSignal<Problem>();
  const require = async (isRequired: boolean) => {
    setProblem();
    try {
      await read(api['two-factor-requirement'].$put({ json: { isRequired } }));
      showToast(isRequired ? 'All agents need two-factor sign-in now.' : 'Two-factor sign-in is no longer required.');
    } catch (error) {
      setProblem(problemIn(error));
    }
    await refresh();
  };
  return (
    <Show
      when={props.isOn}
      fallback={<p class="muted small">Once you have it, you can require it of all agents of the workgroup.</p>}
    >
      <Check
        checked={props.isRequired}
        hint="Agents without it must set it up before they can do anything else. API keys keep working."
        onChange={(isRequired) => void require(isRequired)}
      >
        Require two-factor sign-in of all agents
      </Check>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
    </Show>
  );
}
