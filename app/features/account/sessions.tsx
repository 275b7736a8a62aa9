import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import listBox from '../../ui/list-box.module.css';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { AccountSession } from './queries.ts';
import { createSessionsQuery } from './queries.ts';

/** Where the agent is signed in. */
export function Sessions(): JSX.Element {
  const list = createSessionsQuery();
  const [problem, setProblem] = createSignal<Problem>();
  const end = async (what: () => Promise<unknown>, said: string) => {
    setProblem();
    try {
      await what();
      showToast(said);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await list.refetch();
  };
  const endOne = ({ id, device }: AccountSession) =>
    end(() => read(api.account.sessions[':id'].$delete({ param: { id } }) as never), `${device} is signed out.`);
  const endOthers = () =>
    end(() => read(api.account.sessions['end-others'].$post()), 'All other devices are signed out.');
  return (
    <section class="card pad stack" aria-label="Sessions" ref={(box) => keepFocus(box, 'near')}>
      <div>
        <h2>Where you are signed in</h2>
        <p class="muted">Do you not recognise a device? Sign it out and change your password.</p>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={list.error}>
        <ProblemNotice problem={problemIn(list.error)} onRetry={() => void list.refetch()} />
      </Show>
      <Show when={list.data} fallback={list.error ? undefined : <Skeleton lines={2} />}>
        {(sessions) => (
          <>
            <div class={listBox.whole}>
              <For each={sessions()}>{(each) => <SessionRow session={each} onEnd={() => void endOne(each)} />}</For>
            </div>
            <Show when={sessions().length > 1}>
              <div>
                <button type="button" class={button('danger')} onClick={() => void endOthers()}>
                  Sign out all other devices
                </button>
              </div>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function SessionRow(props: { session: AccountSession; onEnd: () => void }): JSX.Element {
  return (
    <div class="row">
      <div class="grow stack tight">
        <span>
          {props.session.device} <Show when={props.session.isCurrent}>(this device)</Show>
        </span>
        <span class="faint small">
          <Show when={props.session.from}>{(from) => <>from {from()}, </>}</Show>
          last used <Ago at={props.session.lastUsedAt} />, signed in <Ago at={props.session.signedInAt} />
        </span>
      </div>
      <Show when={!props.session.isCurrent}>
        <button
          type="button"
          class={button('danger')}
          aria-label={`Sign out ${props.session.device}`}
          onClick={() => props.onEnd()}
        >
          Sign out
        </button>
      </Show>
    </div>
  );
}
