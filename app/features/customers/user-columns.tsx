import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { CustomerUser } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { RowText } from '../../ui/row-text.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import styles from './customers.module.css';

/** A user as people call them. */
export const nameOf = ({ name, addresses }: Pick<CustomerUser, 'name' | 'addresses'>): string =>
  name ?? addresses[0] ?? '—';

type Counted = Pick<CustomerUser['mailboxes'][number], 'status' | 'state'> & { count: number };

/** How the mailboxes of a user stand: each status once. */
function statusesOf(mailboxes: CustomerUser['mailboxes']): Counted[] {
  const found = new Map<string, Counted>();
  for (const { status, state } of mailboxes)
    found.set(status, { status, state, count: (found.get(status)?.count ?? 0) + 1 });
  return [...found.values()];
}

/** The statuses of a user's mailboxes, with their number where there are several. */
function MailboxStatuses(props: { user: CustomerUser }): JSX.Element {
  return (
    <Show when={props.user.mailboxes.length > 0} fallback={<span class="faint">No mailbox</span>}>
      <span class={styles.badges}>
        <For each={statusesOf(props.user.mailboxes)}>
          {({ status, state, count }) => (
            <span class="row">
              <StatusBadge status={status} state={state} />
              <Show when={count > 1}>× {formatCount(count)}</Show>
            </span>
          )}
        </For>
      </span>
    </Show>
  );
}

const SOURCES: Readonly<Record<CustomerUser['source'], string>> = {
  person: 'Added by hand',
  import: 'Imported',
  mailbox: 'From a mailbox',
};

function Who(props: { user: CustomerUser }): JSX.Element {
  const addresses = () => (props.user.name === null ? props.user.addresses.slice(1) : props.user.addresses);
  return (
    <span class={styles.who}>
      <RowText text={nameOf(props.user)} />
      <Show when={addresses().length > 0}>
        <RowText class="small" text={addresses().join(', ')} />
      </Show>
    </span>
  );
}

/** What the list of a customer's users shows; the less room there is, the fewer columns. */
export const USER_COLUMNS: readonly Column<CustomerUser>[] = [
  {
    id: 'user',
    title: 'User',
    track: 'minmax(180px, 3fr)',
    sortBy: (user) => nameOf(user),
    cell: (user) => <Who user={user()} />,
  },
  {
    id: 'mailboxes',
    title: 'Mailboxes',
    track: '96px',
    isNumber: true,
    sortBy: ({ mailboxes }) => mailboxes.length,
    cell: (user) => formatCount(user().mailboxes.length),
  },
  {
    id: 'status',
    title: 'Status',
    track: 'minmax(170px, 2fr)',
    sortBy: ({ mailboxes }) => mailboxes[0]?.status,
    cell: (user) => <MailboxStatuses user={user()} />,
  },
  {
    id: 'source',
    title: 'Added',
    track: '130px',
    from: 900,
    sortBy: ({ source }) => SOURCES[source],
    cell: (user) => <span class="muted">{SOURCES[user().source]}</span>,
  },
];

/** A user on a phone. */
export function UserCard(props: { user: CustomerUser }): JSX.Element {
  return (
    <span class={styles.card}>
      <Who user={props.user} />
      <MailboxStatuses user={props.user} />
      <span class={styles.meta}>{SOURCES[props.user.source]}</span>
    </span>
  );
}
