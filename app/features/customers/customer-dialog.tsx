import type { JSX } from 'solid-js';
import type { Customer } from '../../api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { CustomerForm } from './customer-form.tsx';

/** The form of a customer, over the page. */
export function CustomerDialog(props: {
  customer?: Customer;
  onDone: (customer: Customer) => void;
  onClose: () => void;
}): JSX.Element {
  const { customer } = props;
  return (
    <Dialog title={customer?.companyName ?? 'Add a customer'} onClose={props.onClose}>
      <CustomerForm {...(customer && { customer })} onDone={props.onDone} />
    </Dialog>
  );
}
