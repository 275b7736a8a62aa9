import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { button } from '../../ui/button.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/parts.tsx';
import styles from './customer-choice.module.css';
import { createCustomersQuery } from './queries.ts';

const CustomerDialog = lazy(async () => ({ default: (await import('./customer-dialog.tsx')).CustomerDialog }));

/** The choice of a customer, with a way to add one. `also`: one that is offered though it is archived. */
export function CustomerChoice(props: {
  value: string;
  onChange: (customerId: string) => void;
  wrong?: string | undefined;
  hint?: string;
  also?: { id: string; companyName: string };
}): JSX.Element {
  const customers = createCustomersQuery();
  const [isAdding, setAdding] = createSignal(false);
  const choices = () => {
    const list = (customers.data ?? []).map(({ id, companyName, primaryDomain, isDomainMissing }) => ({
      value: id,
      label: companyName,
      ...(!isDomainMissing && { hint: primaryDomain }),
    }));
    const { also } = props;
    return also && !list.some(({ value }) => value === also.id)
      ? [...list, { value: also.id, label: also.companyName }]
      : list;
  };
  return (
    <div class={styles.choice}>
      {/* Choices that come after the first letters would not be found by them. */}
      <Show when={customers.data ?? customers.error} fallback={<Skeleton lines={1} height={60} />}>
        <Combobox
          label="Customer"
          placeholder="Choose a customer"
          choices={choices()}
          value={props.value}
          onChange={props.onChange}
          wrong={props.wrong}
          {...(props.hint !== undefined && { hint: props.hint })}
        />
      </Show>
      <button type="button" class={button()} aria-label="New customer" onClick={() => setAdding(true)}>
        <Icon name="plus" /> New
      </button>
      <Show when={isAdding()}>
        <Suspense>
          <CustomerDialog
            onDone={({ id }) => {
              setAdding(false);
              props.onChange(id);
            }}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      </Show>
    </div>
  );
}
