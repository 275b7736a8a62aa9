import { useNavigate, useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Match, Show, Suspense, Switch, createMemo, createSignal, lazy } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createSettled } from '../../lib/settled.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import chips from '../../ui/chips.module.css';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { createShortcut } from '../../ui/shortcuts.ts';
import { CUSTOMER_COLUMNS, CustomerCard } from './customer-columns.tsx';
import styles from './customers.module.css';
import { createCustomersQuery } from './queries.ts';

// With the code of forms, which the list can do without.
const CustomerDialog = lazy(async () => ({ default: (await import('./customer-dialog.tsx')).CustomerDialog }));

const GRID_ID = 'customer-grid';
const VIEWS = [
  { archived: 'false', label: 'Active' },
  { archived: 'true', label: 'Archived' },
] as const;

/** The customers of the workgroup. */
export default function CustomersPage(): JSX.Element {
  let input!: HTMLInputElement;
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams<{ archived: string }>();
  const [words, setWords] = createSignal('');
  const [isAdding, setAdding] = createSignal(false);
  createTitle(() => ['Customers']);
  createShortcut('search', () => input.focus());
  const archived = () => (params.archived === 'true' ? 'true' : 'false');
  const filter = createMemo(
    () => ({ archived: archived(), ...(words().trim() && { query: words().trim() }) }) as const,
  );
  const customers = createCustomersQuery(createSettled(filter));
  const isAll = () => archived() === 'false' && words().trim() === '';
  const add = () => (
    <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
      <Icon name="plus" /> Add customer
    </button>
  );
  return (
    <div class={page.page}>
      <header class={page.head}>
        <h1>Customers</h1>
        {add()}
      </header>
      <div class={styles.filters}>
        <SearchField
          ref={(element) => (input = element)}
          class={styles.search}
          label="Search customers"
          value={words()}
          onInput={setWords}
          onLeave={() => document.getElementById(GRID_ID)?.focus()}
        />
        <div class={chips.strip} role="group" aria-label="Show customers that are">
          <For each={VIEWS}>
            {(view) => (
              <button
                type="button"
                class={chips.chip}
                aria-pressed={archived() === view.archived}
                onClick={() => setParams({ archived: view.archived === 'true' ? 'true' : undefined })}
              >
                {view.label}
              </button>
            )}
          </For>
        </div>
      </div>
      <Show when={customers.error}>
        <ProblemNotice
          problem={problemIn(customers.error)}
          tone={customers.data ? 'wait' : 'bad'}
          onRetry={() => void customers.refetch()}
        />
      </Show>
      <Switch>
        <Match when={customers.data?.length === 0 && isAll() && !customers.isPlaceholder}>
          <div class="card">
            <Empty icon="customers" title="No customers yet">
              <p>A customer is a company whose mailboxes you migrate, with its users and projects.</p>
              {add()}
            </Empty>
          </div>
        </Match>
        <Match when={customers.data}>
          {(list) => (
            <div class={styles.table} aria-busy={customers.isPlaceholder}>
              <DataTable
                name="Customers"
                gridId={GRID_ID}
                rows={list()}
                columns={CUSTOMER_COLUMNS}
                card={(customer) => <CustomerCard customer={customer()} />}
                nameOf={({ companyName }) => companyName}
                onOpen={(id) => id !== undefined && navigate(`/customers/${id}`)}
                empty={archived() === 'true' && words() === '' ? 'No customer is archived.' : 'No customer matches.'}
                attributesOf={({ id }) => ({ 'data-customer-id': id })}
              />
            </div>
          )}
        </Match>
        <Match when={customers.isPending && !customers.error}>
          <Skeleton lines={6} height={50} />
        </Match>
      </Switch>
      <Show when={isAdding()}>
        <Suspense>
          <CustomerDialog onDone={({ id }) => navigate(`/customers/${id}`)} onClose={() => setAdding(false)} />
        </Suspense>
      </Show>
    </div>
  );
}
