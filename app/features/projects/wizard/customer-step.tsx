import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { problemIn } from '../../../api.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { createCustomersQuery } from '../../customers/queries.ts';
import { ChoiceList } from './choice-list.tsx';
import type { ProjectDraft } from './draft.ts';
import { NO_CUSTOMER } from './draft.ts';
import styles from './wizard.module.css';

const CustomerDialog = lazy(async () => ({
  default: (await import('../../customers/customer-dialog.tsx')).CustomerDialog,
}));

export function CustomerStep(props: {
  draft: ProjectDraft;
  onTake: (changes: Partial<ProjectDraft>) => void;
}): JSX.Element {
  const customers = createCustomersQuery();
  const [isAdding, setAdding] = createSignal(false);
  const choose = (customerId: string) => props.onTake({ customerId });
  const choices = () =>
    (customers.data ?? []).map(({ id, companyName, primaryDomain, isDomainMissing }) => ({
      value: id,
      label: companyName,
      ...(!isDomainMissing && { about: primaryDomain }),
    }));
  return (
    <>
      <h2 tabindex="-1">Whose mailboxes are they?</h2>
      <Show when={customers.error}>
        <ProblemNotice problem={problemIn(customers.error)} onRetry={() => void customers.refetch()} />
      </Show>
      <Show
        when={customers.data}
        fallback={
          <Show when={!customers.error}>
            <Skeleton lines={3} />
          </Show>
        }
      >
        <ChoiceList label="Customers" choices={choices()} value={props.draft.customerId} onChoose={choose} />
      </Show>
      <div class={styles.actions}>
        <button type="button" class={button()} onClick={() => choose(NO_CUSTOMER)}>
          Without a customer
        </button>
        <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
          <Icon name="plus" /> New customer
        </button>
      </div>
      <p class="small muted">
        Without a customer, the project goes to one with the name of your workgroup. You can change it later.
      </p>
      <Show when={isAdding()}>
        <Suspense>
          <CustomerDialog
            onDone={({ id }) => {
              setAdding(false);
              choose(id);
            }}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      </Show>
    </>
  );
}
