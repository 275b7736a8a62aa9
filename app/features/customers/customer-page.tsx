import { useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createSignal, lazy } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Customer, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import page from '../../ui/page.module.css';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createMeQuery } from '../session/queries.ts';
import { CustomerTabs } from './customer-tabs.tsx';
import { createCustomerQuery } from './queries.ts';

const CustomerDialog = lazy(async () => ({ default: (await import('./customer-dialog.tsx')).CustomerDialog }));

/** One customer, with a tab for each part of it. */
export default function CustomerPage(): JSX.Element {
  const params = useParams<{ id: string; tab?: string }>();
  const customer = createCustomerQuery(() => params.id);
  createTitle(() => [customer.data?.companyName, 'Customers']);
  return (
    <div class={page.page}>
      <BackLink href="/customers">Customers</BackLink>
      <Show when={customer.error}>
        <ProblemNotice
          problem={problemIn(customer.error)}
          tone={customer.data ? 'wait' : 'bad'}
          onRetry={() => void customer.refetch()}
        />
      </Show>
      <Switch>
        <Match when={customer.data}>{(data) => <CustomerDetails customer={data()} tab={params.tab} />}</Match>
        <Match when={customer.isPending && !customer.error}>
          <Skeleton lines={4} />
        </Match>
      </Switch>
    </div>
  );
}

function CustomerDetails(props: { customer: Customer; tab: string | undefined }): JSX.Element {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = createSignal<'edit' | 'delete'>();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const me = createMeQuery();
  const mayDelete = () => me.data !== undefined && can(me.data.role, 'customer.delete');
  const param = () => ({ id: props.customer.id });
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem();
    try {
      await work();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      setOpen();
      await Promise.all(
        [keys.customer(props.customer.id), keys.customers].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    }
  };
  const turn = (to: 'archive' | 'restore'): Promise<void> =>
    act(async () => {
      await read(api.customers[':id'][to].$post({ param: param() }));
      if (to === 'archive') showToast('The customer is archived.', () => void turn('restore'));
      else showToast('The customer is active again.');
    });
  const remove = () =>
    act(async () => {
      const { companyName } = props.customer;
      await read(api.customers[':id'].$delete({ param: param(), json: { companyName } }) as never);
      showToast('The customer is deleted.');
      navigate('/customers');
    });
  return (
    <>
      <header class={page.head}>
        <div class="stack tight grow">
          <h1>{props.customer.companyName}</h1>
          <span class="muted">{props.customer.isDomainMissing ? 'No domain yet' : props.customer.primaryDomain}</span>
        </div>
        <div class="row wrap">
          <Show when={props.customer.archivedAt}>
            <Badge tone="idle" icon="pause">
              Archived
            </Badge>
          </Show>
          <button type="button" class={button()} onClick={() => setOpen('edit')}>
            Edit
          </button>
          <Show
            when={props.customer.archivedAt}
            fallback={
              <button type="button" class={button()} disabled={isBusy()} onClick={() => void turn('archive')}>
                Archive
              </button>
            }
          >
            <button type="button" class={button()} disabled={isBusy()} onClick={() => void turn('restore')}>
              Restore
            </button>
          </Show>
          <Show when={mayDelete()}>
            <button type="button" class={button('danger')} onClick={() => setOpen('delete')}>
              Delete
            </button>
          </Show>
        </div>
      </header>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={props.customer.isDomainMissing}>
        <Notice tone="wait">
          <span>The primary domain of this customer is not known yet.</span>
          <span>
            <button type="button" class={button()} onClick={() => setOpen('edit')}>
              Enter the domain
            </button>
          </span>
        </Notice>
      </Show>
      <CustomerTabs customer={props.customer} tab={props.tab} />
      <Show when={open() === 'edit'}>
        <Suspense>
          <CustomerDialog customer={props.customer} onDone={() => setOpen()} onClose={() => setOpen()} />
        </Suspense>
      </Show>
      <Show when={open() === 'delete'}>
        <Confirm
          title="Delete this customer?"
          name={props.customer.companyName}
          action="Delete the customer"
          onConfirm={() => void remove()}
          onClose={() => setOpen()}
        >
          <p>
            Its users are deleted too. Its events stay in the activity. You cannot undo this. A customer with projects
            can only be archived.
          </p>
        </Confirm>
      </Show>
    </>
  );
}
