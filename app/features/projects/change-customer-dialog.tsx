import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import type { Project } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { showToast } from '../../ui/toast.tsx';
import { CustomerChoice } from '../customers/customer-choice.tsx';

/** Gives a project to another customer. */
export function ChangeCustomerDialog(props: { project: Project; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const { id, updatedAt } = props.project;
  const form = createApiForm({
    values: { customerId: props.project.customerId },
    submit: async (json) => {
      await read(api.projects[':id'].$patch({ param: { id }, header: { 'if-match': `"${updatedAt}"` }, json }));
      await Promise.all(
        [keys.project(id), keys.projects, keys.customers, keys.customer(''), keys.customerUsers('')].map(([noun]) =>
          client.invalidateQueries({ queryKey: [noun] }),
        ),
      );
      showToast('The project has another customer.');
      props.onClose();
    },
  });
  return (
    <Dialog title="Customer of the project" onClose={props.onClose}>
      <Form form={form} submitLabel="Save" busyLabel="Saving …" isEmpty={!form.isDirty()}>
        <CustomerChoice
          value={form.values().customerId}
          onChange={(customerId) => form.set('customerId', customerId)}
          wrong={form.wrong('customerId')}
          hint="The owners of its mailboxes become users of this customer."
          also={props.project.customer}
        />
      </Form>
    </Dialog>
  );
}
