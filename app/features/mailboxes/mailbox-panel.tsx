import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, Suspense, createEffect, createSignal, lazy, on, onCleanup, onMount, untrack } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { Arrow } from '../../ui/arrow.tsx';
import { CutText } from '../../ui/cut-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/parts.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { isWaitingForUser } from '../credential-requests/request-kinds.ts';
import type { PassActions } from '../passes/queries.ts';
import { isInPass } from '../passes/queries.ts';
import { createIsArchived } from '../projects/queries.ts';
import { OmissionsList } from './omissions-list.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { isAmiss } from './folder-differences.ts';
import { FoldersTab } from './folders-tab.tsx';
import { groupsOf } from './mailbox-columns.tsx';
import styles from './mailbox-panel.module.css';
import { PassesTab, ProgressTab } from './mailbox-tabs.tsx';
import { createStatisticsQuery } from './queries.ts';
import { button } from '../../ui/button.ts';

// With the words of all events.
const MailboxActivity = lazy(async () => ({
  default: (await import('../activity/mailbox-activity.tsx')).MailboxActivity,
}));

const CredentialsTab = lazy(async () => ({
  default: (await import('../credential-requests/credentials-tab.tsx')).CredentialsTab,
}));

const InventoryTab = lazy(async () => ({
  default: (await import('../inventories/inventory-tab.tsx')).InventoryTab,
}));

// With the words of all checks.
const MailboxTest = lazy(async () => ({ default: (await import('./mailbox-test.tsx')).MailboxTest }));

const TABS = ['progress', 'inventory', 'folders', 'errors', 'credentials', 'test', 'passes', 'activity'] as const;
type Tab = (typeof TABS)[number];

/** Everything about one mailbox, next to the table; over it on a phone. */
export function MailboxPanel(props: { mailbox: Mailbox; actions: PassActions; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  // There is nothing to see yet of a mailbox that waits for its user, but how to go on.
  const [tab, setTab] = createSignal<Tab>(untrack(() => isWaitingForUser(props.mailbox)) ? 'credentials' : 'progress');
  // A pass that ends changes what the tabs show.
  createEffect(
    on(
      () => [props.mailbox.status, props.mailbox.errorCount],
      () => {
        void client.invalidateQueries({ queryKey: keys.statistics(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.inventory(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.errors(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.folderErrors(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.omissions(props.mailbox.id) });
        void client.invalidateQueries({ queryKey: keys.credentialRequests(props.mailbox.id) });
      },
      { defer: true },
    ),
  );
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      const isElsewhere =
        event.defaultPrevented || (event.target as HTMLElement).closest('input, textarea, [role=dialog], [role=menu]');
      if (event.key === 'Escape' && !isElsewhere) props.onClose();
    };
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
  const isArchived = createIsArchived(() => props.mailbox.projectId);
  const startOrStop = () =>
    isInPass(props.mailbox) ? props.actions.stop([props.mailbox]) : props.actions.start('full', [props.mailbox.id]);
  const statistics = createStatisticsQuery(() => props.mailbox.id);
  const amiss = () => statistics.data?.folders.filter(isAmiss).length ?? 0;
  const counted = (name: string, count: number) => (count > 0 ? `${name} (${formatCount(count)})` : name);
  const labels: Readonly<Record<Tab, () => string>> = {
    progress: () => 'Progress',
    inventory: () => 'Inventory',
    folders: () => counted('Folders', amiss()),
    errors: () => counted('Errors', props.mailbox.errorCount),
    credentials: () => 'Credentials',
    test: () => 'Test',
    passes: () => 'Passes',
    activity: () => 'Activity',
  };
  const contents: Readonly<Record<Tab, () => JSX.Element>> = {
    progress: () => <ProgressTab mailbox={props.mailbox} onCredentials={() => setTab('credentials')} />,
    inventory: () => (
      <Suspense fallback={<Skeleton lines={6} height={26} />}>
        <InventoryTab mailbox={props.mailbox} actions={props.actions} />
      </Suspense>
    ),
    folders: () => <FoldersTab mailboxId={props.mailbox.id} />,
    errors: () => (
      <>
        <ErrorsTab mailbox={props.mailbox} actions={props.actions} />
        <OmissionsList mailboxId={props.mailbox.id} />
      </>
    ),
    credentials: () => (
      <Suspense fallback={<Skeleton lines={3} height={40} />}>
        <CredentialsTab mailbox={props.mailbox} />
      </Suspense>
    ),
    test: () => (
      <Suspense fallback={<Skeleton lines={3} height={40} />}>
        <MailboxTest mailbox={props.mailbox} />
      </Suspense>
    ),
    passes: () => <PassesTab mailboxId={props.mailbox.id} />,
    activity: () => (
      <Suspense fallback={<Skeleton lines={3} height={40} />}>
        <MailboxActivity mailboxId={props.mailbox.id} />
      </Suspense>
    ),
  };
  return (
    <aside class={`card ${styles.panel}`} aria-label={`Mailbox ${props.mailbox.sourceEmail}`}>
      <header>
        <div class="grow">
          <h2>
            <CutText text={props.mailbox.sourceEmail} />
          </h2>
          <CutText class="small muted" text={props.mailbox.destinationEmail}>
            <Arrow />
            {props.mailbox.destinationEmail}
          </CutText>
          <Show when={groupsOf(props.mailbox).length > 0}>
            <CutText class="small muted" text={groupsOf(props.mailbox).join(', ')} />
          </Show>
        </div>
        <Show when={!isArchived()}>
          <button
            type="button"
            class={button()}
            aria-disabled={props.actions.isBusy() || undefined}
            onClick={() => void startOrStop()}
          >
            <Icon name={isInPass(props.mailbox) ? 'stop' : 'play'} /> {isInPass(props.mailbox) ? 'Stop' : 'Full pass'}
          </button>
        </Show>
        <button type="button" class={button('ghost', 'icon')} aria-label="Close" onClick={() => props.onClose()}>
          <Icon name="close" />
        </button>
      </header>
      <Tabs
        label="About this mailbox"
        value={tab()}
        onChange={setTab}
        bodyClass={styles.body}
        tabs={TABS.map((name) => ({
          name,
          get label() {
            return labels[name]();
          },
          show: contents[name],
        }))}
      />
    </aside>
  );
}
