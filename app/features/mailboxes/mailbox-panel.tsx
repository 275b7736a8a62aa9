import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createEffect, createSignal, createUniqueId, on, onCleanup, onMount } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { Icon } from '../../ui/icon.tsx';
import type { PassActions } from '../passes/queries.ts';
import { isInPass } from '../passes/queries.ts';
import { LossesList } from './losses-list.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { isAmiss } from './folder-differences.ts';
import { FoldersTab } from './folders-tab.tsx';
import { PassesTab, ProgressTab } from './mailbox-tabs.tsx';
import { createStatisticsQuery } from './queries.ts';

const TABS = ['progress', 'folders', 'errors', 'passes'] as const;
type Tab = (typeof TABS)[number];

/** Everything about one mailbox, beside the table; over it on a phone. */
export function MailboxPanel(props: { mailbox: Mailbox; actions: PassActions; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const id = createUniqueId();
  const [tab, setTab] = createSignal<Tab>('progress');
  // A pass that ends changes what the tabs show.
  createEffect(
    on(
      () => [props.mailbox.status, props.mailbox.errorCount],
      () => {
        void client.invalidateQueries({ queryKey: keys.statistics(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.errors(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.folderErrors(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.losses(props.mailbox.id) });
      },
      { defer: true },
    ),
  );
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere = event.defaultPrevented || (event.target as HTMLElement).closest('input, textarea, dialog');
      if (event.key === 'Escape' && !isElsewhere) props.onClose();
    };
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
  const statistics = createStatisticsQuery(() => props.mailbox.id);
  const amiss = () => statistics.data?.folders.filter(isAmiss).length ?? 0;
  const counted = (name: string, count: number) => (count > 0 ? `${name} (${formatCount(count)})` : name);
  const labels: Readonly<Record<Tab, () => string>> = {
    progress: () => 'Progress',
    folders: () => counted('Folders', amiss()),
    errors: () => counted('Errors', props.mailbox.errorCount),
    passes: () => 'Passes',
  };
  return (
    <aside class="card panel" aria-label={`Mailbox ${props.mailbox.sourceEmail}`}>
      <header>
        <div class="grow">
          <h2 class="truncate" title={props.mailbox.sourceEmail}>
            {props.mailbox.sourceEmail}
          </h2>
          <div class="small muted truncate">→ {props.mailbox.destinationEmail}</div>
        </div>
        <Show
          when={isInPass(props.mailbox)}
          fallback={
            <button
              type="button"
              class="button"
              disabled={props.actions.isBusy()}
              onClick={() => void props.actions.start('full', [props.mailbox.id])}
            >
              <Icon name="play" /> Full pass
            </button>
          }
        >
          <button
            type="button"
            class="button"
            disabled={props.actions.isBusy()}
            onClick={() => void props.actions.stop([props.mailbox])}
          >
            <Icon name="stop" /> Stop
          </button>
        </Show>
        <button type="button" class="button ghost icon-only" aria-label="Close" onClick={() => props.onClose()}>
          <Icon name="close" />
        </button>
      </header>
      <div
        class="tabs"
        role="tablist"
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (step === 0) return;
          const buttons = [...event.currentTarget.querySelectorAll('button')];
          const next = buttons.indexOf(document.activeElement as HTMLButtonElement) + step;
          const button = buttons[(next + buttons.length) % buttons.length];
          button?.focus();
          button?.click();
        }}
      >
        <For each={TABS}>
          {(name) => (
            <button
              type="button"
              role="tab"
              id={`${id}-${name}`}
              aria-selected={tab() === name}
              tabIndex={tab() === name ? 0 : -1}
              onClick={() => setTab(name)}
            >
              {labels[name]()}
            </button>
          )}
        </For>
      </div>
      <div class="body" role="tabpanel" tabIndex={0} aria-labelledby={`${id}-${tab()}`}>
        <Switch>
          <Match when={tab() === 'progress'}>
            <ProgressTab mailbox={props.mailbox} />
          </Match>
          <Match when={tab() === 'folders'}>
            <FoldersTab mailboxId={props.mailbox.id} />
          </Match>
          <Match when={tab() === 'errors'}>
            <ErrorsTab mailbox={props.mailbox} actions={props.actions} />
            <LossesList mailboxId={props.mailbox.id} />
          </Match>
          <Match when={tab() === 'passes'}>
            <PassesTab mailboxId={props.mailbox.id} />
          </Match>
        </Switch>
      </div>
    </aside>
  );
}
