import type { JSX } from 'solid-js';
import { lazy } from 'solid-js';
import { button } from '../../../ui/button.ts';
import { createCustomersQuery } from '../../customers/queries.ts';
import type { ProjectDraft } from './draft.ts';
import { NO_CUSTOMER } from './draft.ts';
import { RecordStep } from './record-step.tsx';

const CustomerDialog = lazy(async () => ({
  default: (await import('../../customers/customer-dialog.tsx')).CustomerDialog,
}));

export function CustomerStep(props: {
  draft: ProjectDraft;
  onTake: (changes: Partial<ProjectDraft>) => void;
}): JSX.Element {
  const customers = createCustomersQuery();
  const choose = (customerId: string) => props.onTake({ customerId });
  const choices = () =>
    (customers.data ?? []).map(({ id, companyName, primaryDomain, isDomainMissing }) => ({
      value: id,
      label: companyName,
      ...(!isDomainMissing && { about: primaryDomain }),
    }));
  return (
    <RecordStep
      title="Whose mailboxes are they?"
      label="Customers"
      query={customers}
      choices={choices()}
      value={props.draft.customerId}
      onChoose={choose}
      addLabel="New customer"
      dialog={(events) => <CustomerDialog {...events} />}
      otherAction={
        <button type="button" class={button()} onClick={() => choose(NO_CUSTOMER)}>
          Without a customer
        </button>
      }
      about="Without a customer, the project goes to one with the name of your workgroup. You can change it later."
    />
  );
}
