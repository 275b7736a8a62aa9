import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Project } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './customer-line.module.css';

const ChangeCustomerDialog = lazy(async () => ({
  default: (await import('./change-customer-dialog.tsx')).ChangeCustomerDialog,
}));

/** Whose project it is, with the way to them and to another choice. */
export function CustomerLine(props: { project: Project }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <span class={styles.line}>
      <Icon name="customers" class="faint" />
      <a class="plain-link truncate" href={`/customers/${props.project.customerId}`}>
        {props.project.customer.companyName}
      </a>
      <button type="button" class={styles.change} onClick={() => setOpen(true)}>
        Change<span class="visually-hidden"> the customer</span>
      </button>
      <Show when={isOpen()}>
        <Suspense>
          <ChangeCustomerDialog project={props.project} onClose={() => setOpen(false)} />
        </Suspense>
      </Show>
    </span>
  );
}
