import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Mailbox, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { Changes, Findings, summaryOf } from '../endpoints/findings.tsx';
import { SIDES } from './sides.ts';

/** Whether a mailbox can be copied, by a test of both of its sides. */
export function MailboxTest(props: { mailbox: Mailbox }): JSX.Element {
  const client = useQueryClient();
  const param = () => ({ id: props.mailbox.id });
  const test = createQuery(() => ({
    queryKey: keys.mailboxTest(props.mailbox.id),
    queryFn: () => read(api.mailboxes[':id'].probe.$get({ param: param() })),
  }));
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const run = async () => {
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    try {
      client.setQueryData(
        keys.mailboxTest(props.mailbox.id),
        await read(api.mailboxes[':id'].probe.$post({ param: param() })),
      );
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <div class="row wrap">
        <button type="button" class={button()} aria-disabled={isBusy() || undefined} onClick={() => void run()}>
          <Icon name="refresh" class={isBusy() ? 'spin' : ''} /> Test this mailbox
        </button>
        <span class="small muted" role="status">
          {isBusy()
            ? 'Testing. This can take half a minute.'
            : 'Opens it on both servers as a pass would, and changes nothing there.'}
        </span>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={test.error}>{(error) => <ProblemNotice problem={problemIn(error())} />}</Show>
      <Show when={test.data} fallback={!test.error && <Skeleton lines={2} />}>
        {(data) => (
          <For each={SIDES}>
            {({ side, title }) => (
              <Show when={data()[side]}>
                {(report) => (
                  <section class="stack tight" aria-label={`${title}: test`}>
                    <h3>
                      {title}: {summaryOf(report().findings)}{' '}
                      <span class="small faint">
                        tested <Ago at={report().at} />
                      </span>
                    </h3>
                    <Findings findings={report().findings} project={{ id: props.mailbox.projectId, side }} />
                    <Changes changes={report().changes} />
                  </section>
                )}
              </Show>
            )}
          </For>
        )}
      </Show>
    </div>
  );
}
