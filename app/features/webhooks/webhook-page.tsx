import { useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem, Webhook } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { localizeInstants } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { CutText } from '../../ui/cut-text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Ago, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Deliveries } from './deliveries.tsx';
import { createWebhookQuery } from './queries.ts';
import { SecretNotice } from './secret-notice.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookState, eventsOf, nameOf } from './webhook-words.tsx';

/** One webhook with its deliveries. */
export default function WebhookPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const webhook = createWebhookQuery(() => params.id);
  createTitle(() => [webhook.data && nameOf(webhook.data), 'Webhooks']);
  return (
    <div class={page.narrow}>
      <BackLink href="/settings/webhooks">Webhooks</BackLink>
      <Show when={webhook.error}>
        <ProblemNotice
          problem={problemIn(webhook.error)}
          tone={webhook.data ? 'wait' : 'bad'}
          onRetry={() => void webhook.refetch()}
        />
      </Show>
      <Show when={webhook.isPending && !webhook.error}>
        <Skeleton lines={4} />
      </Show>
      <Show when={webhook.data}>{(data) => <WebhookDetails webhook={data()} />}</Show>
    </div>
  );
}

function WebhookDetails(props: { webhook: Webhook }): JSX.Element {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = createSignal<'edit' | 'delete' | 'rotate'>();
  const [secret, setSecret] = createSignal<string>();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const param = () => ({ id: props.webhook.id });
  const readAgain = async () => {
    await Promise.all(
      [keys.webhook(props.webhook.id), keys.deliveries(props.webhook.id), keys.webhooks].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
  const act = async (work: () => Promise<void>) => {
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    try {
      await work();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      setOpen();
      await readAgain();
    }
  };
  const isActive = () => props.webhook.state === 'active';
  const test = () =>
    act(async () => {
      await read(api.webhooks[':id'].test.$post({ param: param() }));
      showToast('A test is on its way. Its answer appears below.');
    });
  const turn = (state: 'active' | 'paused') =>
    act(async () => {
      await read(api.webhooks[':id'].$patch({ param: param(), header: {}, json: { state } }));
      showToast(state === 'paused' ? 'The webhook is paused.' : 'The webhook sends again.');
    });
  const rotate = () =>
    act(async () => {
      setSecret((await read(api.webhooks[':id']['rotate-secret'].$post({ param: param() }))).secret);
    });
  const endOld = () =>
    act(async () => {
      await read(api.webhooks[':id']['old-secret'].$delete({ param: param() }));
      showToast('The old secret no longer signs.');
    });
  const remove = () =>
    act(async () => {
      await read(api.webhooks[':id'].$delete({ param: param() }) as never);
      showToast('The webhook is deleted.');
      navigate('/settings/webhooks');
    });
  return (
    <>
      <header class={page.head}>
        <div class="stack tight grow">
          <h1>{nameOf(props.webhook)}</h1>
          <CutText class="muted" text={props.webhook.url} />
        </div>
        <WebhookState webhook={props.webhook} />
      </header>
      <div class="row wrap">
        <button
          type="button"
          class={button('primary')}
          aria-disabled={isBusy() || undefined}
          onClick={() => void test()}
        >
          <Icon name="send" /> Send test
        </button>
        <button
          type="button"
          class={button()}
          aria-disabled={isBusy() || undefined}
          onClick={() => void turn(isActive() ? 'paused' : 'active')}
        >
          <Icon name={isActive() ? 'pause' : 'play'} /> {isActive() ? 'Pause' : 'Resume'}
        </button>
        <button type="button" class={button()} onClick={() => setOpen('edit')}>
          Edit
        </button>
        <button type="button" class={button()} onClick={() => setOpen('rotate')}>
          <Icon name="key" /> New secret
        </button>
        <button type="button" class={button('danger')} onClick={() => setOpen('delete')}>
          Delete
        </button>
      </div>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={secret()}>{(value) => <SecretNotice secret={value()} />}</Show>
      <Show when={props.webhook.oldSecretUntil}>
        {(until) => (
          <Notice tone="wait" icon="key">
            <span>{localizeInstants(`The old secret signs too until ${until()}.`)}</span>
            <span>
              <button
                type="button"
                class={button()}
                aria-disabled={isBusy() || undefined}
                onClick={() => void endOld()}
              >
                End it now
              </button>
            </span>
          </Notice>
        )}
      </Show>
      <Trouble webhook={props.webhook} />
      <p class="muted">Events: {eventsOf(props.webhook)}</p>
      <Deliveries webhook={props.webhook} />
      <Show when={open() === 'edit'}>
        <Dialog title="Edit the webhook" onClose={() => setOpen()}>
          <WebhookForm webhook={props.webhook} onDone={() => setOpen()} />
        </Dialog>
      </Show>
      <Show when={open() === 'rotate'}>
        <Dialog title="Create a new secret?" isAlert onClose={() => setOpen()}>
          <div class="stack">
            <p>
              For 24 hours Mailferry signs with the new and the old secret. Enter the new one at your receiver in this
              time.
            </p>
            <div class="row spread">
              <button type="button" class={button('ghost')} onClick={() => setOpen()}>
                Cancel
              </button>
              <button
                type="button"
                class={button('primary')}
                aria-disabled={isBusy() || undefined}
                onClick={() => void rotate()}
              >
                Create secret
              </button>
            </div>
          </div>
        </Dialog>
      </Show>
      <Show when={open() === 'delete'}>
        <Confirm
          title="Delete this webhook?"
          name={nameOf(props.webhook)}
          action="Delete the webhook"
          onConfirm={() => void remove()}
          onClose={() => setOpen()}
        >
          <p>Nothing more is sent to it, and its deliveries are deleted. You cannot undo this.</p>
        </Confirm>
      </Show>
    </>
  );
}

/** Why nothing arrives, and what to do. */
function Trouble(props: { webhook: Webhook }): JSX.Element {
  return (
    <>
      <Show when={props.webhook.state === 'paused'}>
        <Notice tone="wait" icon="pause">
          <span>New events are listed below as dropped. Resume the webhook, then redeliver what was dropped.</span>
        </Notice>
      </Show>
      <Show when={props.webhook.state === 'active' && props.webhook.failingSince}>
        {(since) => (
          <Notice tone="bad">
            <span>
              Every attempt has failed since <Ago at={since()} />. After five days Mailferry pauses the webhook.
            </span>
          </Notice>
        )}
      </Show>
    </>
  );
}
