import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Customer, CustomerUser, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './customers.module.css';
import { nameOf } from './user-columns.tsx';

const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** Adds a user to a customer, or shows one with their mailboxes and changes them. */
export function UserDialog(props: {
  customer: Customer;
  user?: CustomerUser;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const start = props.user;
  const [isDeleting, setDeleting] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const form = createApiForm({
    values: { name: start?.name ?? '', addresses: start?.addresses.join('\n') ?? '' },
    schema: async () => (await import('./user-schema.ts')).UserFormSchema,
    submit: async ({ name, addresses }) => {
      const json = { name: name.trim() || null, addresses: addressesIn(addresses) };
      if (start) {
        const header = { 'if-match': `"${start.updatedAt}"` };
        await read(api['customer-users'][':id'].$patch({ param: { id: start.id }, header, json }));
      } else await read(api.customers[':id'].users.$post({ param: { id: props.customer.id }, json }));
      props.onDone();
    },
  });
  const remove = async () => {
    setDeleting(false);
    setProblem();
    try {
      await read(api['customer-users'][':id'].$delete({ param: { id: start!.id } }) as never);
      showToast('The user is deleted.');
      props.onDone();
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <Show
      when={isDeleting() && start}
      fallback={
        <Dialog title={start ? nameOf(start) : 'Add a user'} onClose={props.onClose}>
          <Form
            form={form}
            submitLabel={start ? 'Save' : 'Add user'}
            busyLabel={start ? 'Saving …' : 'Adding …'}
            note={
              <Show when={start}>
                <button type="button" class={button('danger')} onClick={() => setDeleting(true)}>
                  Delete
                </button>
              </Show>
            }
          >
            <Field label="Name" hint="Optional." wrong={form.wrong('name')}>
              {(control) => (
                <input
                  {...control()}
                  autocomplete="off"
                  value={form.values().name}
                  onInput={(event) => form.set('name', event.currentTarget.value)}
                />
              )}
            </Field>
            <Field
              label="E-mail addresses"
              hint="One per line. The first is the main one."
              wrong={form.wrong('addresses')}
            >
              {(control) => (
                <textarea
                  {...control()}
                  class={`${control().class} ${styles.area}`}
                  rows={3}
                  inputmode="email"
                  autocapitalize="none"
                  spellcheck={false}
                  placeholder={`anna@${props.customer.primaryDomain}`}
                  value={form.values().addresses}
                  onInput={(event) => form.set('addresses', event.currentTarget.value)}
                />
              )}
            </Field>
            <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
          </Form>
          <Show when={props.user}>{(user) => <UserMailboxes user={user()} />}</Show>
        </Dialog>
      }
    >
      <Confirm
        title="Delete this user?"
        name={nameOf(start!)}
        action="Delete the user"
        onConfirm={() => void remove()}
        onClose={() => setDeleting(false)}
      >
        <p>Users with mailboxes cannot be deleted. You cannot undo this.</p>
      </Confirm>
    </Show>
  );
}

/** The mailboxes of a user, each with its status and the way to it. */
function UserMailboxes(props: { user: CustomerUser }): JSX.Element {
  return (
    <section class={`stack tight ${styles.mailboxesOf}`}>
      <h3>Mailboxes</h3>
      <Show
        when={props.user.mailboxes.length > 0}
        fallback={<p class="small muted">No project has a mailbox of this user.</p>}
      >
        <ul class={styles.mailboxes}>
          <For each={props.user.mailboxes}>
            {(mailbox) => (
              <li>
                <span class={styles.who}>
                  <a class="plain-link" href={`/projects/${mailbox.projectId}/mailboxes/${mailbox.id}`}>
                    {mailbox.sourceEmail}
                  </a>
                  <span class="small">
                    → {mailbox.destinationEmail} · {mailbox.projectName}
                  </span>
                </span>
                <StatusBadge status={mailbox.status} state={mailbox.state} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
