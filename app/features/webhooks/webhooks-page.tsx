import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { Webhook } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Ago, Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createWebhooksQuery } from './queries.ts';
import { SecretNotice, Snippets } from './secret-notice.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WebhookState, eventsOf, nameOf } from './webhook-words.tsx';

/** The webhooks of the workgroup. */
export default function WebhooksPage(): JSX.Element {
  const webhooks = createWebhooksQuery();
  createTitle(() => ['Webhooks', 'Settings']);
  const [isAdding, setAdding] = createSignal(false);
  const [secret, setSecret] = createSignal<string>();
  const add = () => (
    <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
      <Icon name="plus" /> Create webhook
    </button>
  );
  return (
    <div class={page.narrow}>
      <header class={page.head}>
        <h1>Webhooks</h1>
        {add()}
      </header>
      <Show when={secret()}>{(value) => <SecretNotice secret={value()} />}</Show>
      <Show when={webhooks.error}>
        <ProblemNotice
          problem={problemIn(webhooks.error)}
          tone={webhooks.data ? 'wait' : 'bad'}
          onRetry={() => void webhooks.refetch()}
        />
      </Show>
      <Switch>
        <Match when={webhooks.data?.length === 0}>
          <div class="card">
            <Empty icon="send" title="No webhooks yet">
              <p>A webhook sends a signed request to your ticket system or script when a pass or a mailbox ends.</p>
              {add()}
            </Empty>
          </div>
        </Match>
        <Match when={webhooks.data}>
          {(list) => (
            <div class="stack snug">
              <EachById each={list()}>{(webhook) => <WebhookCard webhook={webhook()} />}</EachById>
            </div>
          )}
        </Match>
        <Match when={webhooks.isPending && !webhooks.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
      {/* The list decides where it stands: shown earlier, it would move. */}
      <Show when={!webhooks.isPending}>
        <section class="card pad stack">
          <h2>Verify requests</h2>
          <p class="muted">
            Each request is signed with the secret of its webhook. Check the signature before you use a request.
          </p>
          <Snippets />
        </section>
      </Show>
      <Show when={isAdding()}>
        <Dialog title="Create a webhook" onClose={() => setAdding(false)}>
          <WebhookForm
            onDone={(_made, fresh) => {
              setSecret(fresh);
              setAdding(false);
            }}
          />
        </Dialog>
      </Show>
    </div>
  );
}

function WebhookCard(props: { webhook: Webhook }): JSX.Element {
  return (
    <article class="card pad stack snug">
      <div class="row wrap">
        <div class="grow stack tight">
          <h2>
            <a class="plain-link" href={`/settings/webhooks/${props.webhook.id}`}>
              {nameOf(props.webhook)}
            </a>
          </h2>
          <CutText class="muted" text={props.webhook.url} />
        </div>
        <WebhookState webhook={props.webhook} />
      </div>
      <div class="row wrap small muted">
        <span>Events: {eventsOf(props.webhook)}</span>
        <Show when={props.webhook.projectIds}>
          {(ids) => <span>{ids().length === 1 ? '1 project' : `${ids().length} projects`}</span>}
        </Show>
        <Show when={props.webhook.deliveredAt}>
          {(at) => (
            <span>
              Last delivered <Ago at={at()} />
            </span>
          )}
        </Show>
      </div>
    </article>
  );
}
