import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createMemo, createSignal, lazy } from 'solid-js';
import { foldText } from '../../../worker/lib/fold-text.ts';
import type { Customer, CustomerUser } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { createShortcut } from '../../ui/shortcuts.ts';
import styles from './customers.module.css';
import { createUsersQuery } from './queries.ts';
import { createUserColumns } from '../licences/user-licence-column.tsx';
import { UserCard, nameOf } from './user-columns.tsx';

const UserDialog = lazy(async () => ({ default: (await import('./user-dialog.tsx')).UserDialog }));
const ImportUsersDialog = lazy(async () => ({
  default: (await import('./import-users-dialog.tsx')).ImportUsersDialog,
}));

const GRID_ID = 'user-grid';

/** The people at a customer. */
export function CustomerUsers(props: { customer: Customer }): JSX.Element {
  let input: HTMLInputElement | undefined;
  const client = useQueryClient();
  const users = createUsersQuery(() => props.customer.id);
  const columns = createUserColumns(() => props.customer.id);
  const [words, setWords] = createSignal('');
  const [open, setOpen] = createSignal<'new' | 'import' | { id: string }>();
  createShortcut('search', () => input?.focus());
  const shown = createMemo(() => {
    const part = foldText(words().trim());
    const matches = ({ name, addresses }: CustomerUser) =>
      [name ?? '', ...addresses].some((text) => foldText(text).includes(part));
    return part === '' ? (users.data ?? []) : (users.data ?? []).filter(matches);
  });
  const opened = (): CustomerUser | undefined => {
    const what = open();
    return typeof what === 'object' ? users.data?.find(({ id }) => id === what.id) : undefined;
  };
  const done = () => {
    setOpen();
    for (const queryKey of [keys.customerUsers(props.customer.id), keys.customer(props.customer.id), keys.customers])
      void client.invalidateQueries({ queryKey });
  };
  const actions = () => (
    <div class="row wrap">
      <button type="button" class={button()} onClick={() => setOpen('import')}>
        <Icon name="download" /> Import from CSV
      </button>
      <button type="button" class={button('primary')} onClick={() => setOpen('new')}>
        <Icon name="plus" /> Add user
      </button>
    </div>
  );
  return (
    <div class="stack">
      <Show when={users.error}>
        <ProblemNotice
          problem={problemIn(users.error)}
          tone={users.data ? 'wait' : 'bad'}
          onRetry={() => void users.refetch()}
        />
      </Show>
      <Switch>
        <Match when={users.data?.length === 0}>
          <div class="card">
            <Empty icon="account" title="No users yet">
              <p>Users are added automatically with the mailboxes of projects. You can also add them here.</p>
              {actions()}
            </Empty>
          </div>
        </Match>
        <Match when={users.data}>
          <div class={`${styles.filters} spread`}>
            <SearchField
              ref={(element) => (input = element)}
              class={styles.search}
              label="Search users"
              value={words()}
              onInput={setWords}
              onLeave={() => document.getElementById(GRID_ID)?.focus()}
            />
            {actions()}
          </div>
          <div class={styles.table}>
            <DataTable
              name="Users"
              gridId={GRID_ID}
              rows={shown()}
              columns={columns()}
              card={(user) => <UserCard user={user()} />}
              nameOf={nameOf}
              onOpen={(id) => id !== undefined && setOpen({ id })}
              empty="No user matches."
              attributesOf={({ id }) => ({ 'data-user-id': id })}
            />
          </div>
        </Match>
        <Match when={users.isPending && !users.error}>
          <Skeleton lines={6} height={50} />
        </Match>
      </Switch>
      <Suspense>
        <Show when={open() === 'import'}>
          <ImportUsersDialog customer={props.customer} onDone={done} onClose={() => setOpen()} />
        </Show>
        <Show when={open() === 'new'}>
          <UserDialog customer={props.customer} onDone={done} onClose={() => setOpen()} />
        </Show>
        <Show when={opened()} keyed={false}>
          {(user) => <UserDialog customer={props.customer} user={user()} onDone={done} onClose={() => setOpen()} />}
        </Show>
      </Suspense>
    </div>
  );
}
