import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Customer } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Column } from '../../ui/data-table/column.ts';
import { Ago } from '../../ui/parts.tsx';
import { RowText } from '../../ui/row-text.tsx';
import styles from './customers.module.css';

const NOTHING = () => <span class="faint">—</span>;

/** Its primary domain, or that it is still missing. */
function Domain(props: { customer: Customer }): JSX.Element {
  return (
    <Show
      when={props.customer.isDomainMissing}
      fallback={<RowText text={[props.customer.primaryDomain, ...props.customer.domains].join(', ')} />}
    >
      <Badge tone="wait" icon="warning">
        Domain missing
      </Badge>
    </Show>
  );
}

const contactOf = ({ contactName, email, phone }: Customer): string[] =>
  [contactName, email, phone].filter((part) => part !== null);

/** What the list shows of each customer; the less room there is, the fewer columns. */
export const CUSTOMER_COLUMNS: readonly Column<Customer>[] = [
  {
    id: 'company',
    title: 'Customer',
    track: 'minmax(160px, 2fr)',
    sortBy: ({ companyName }) => companyName,
    cell: (customer) => <RowText text={customer().companyName} />,
  },
  {
    id: 'domain',
    title: 'Domain',
    track: 'minmax(140px, 2fr)',
    sortBy: ({ primaryDomain, isDomainMissing }) => (isDomainMissing ? undefined : primaryDomain),
    cell: (customer) => <Domain customer={customer()} />,
  },
  {
    id: 'contact',
    title: 'Contact',
    track: 'minmax(140px, 2fr)',
    from: 820,
    sortBy: (customer) => contactOf(customer)[0],
    cell: (customer) => (
      <Show when={contactOf(customer()).length > 0} fallback={NOTHING()}>
        <RowText text={contactOf(customer()).join(', ')} />
      </Show>
    ),
  },
  {
    id: 'projects',
    title: 'Projects',
    track: '80px',
    isNumber: true,
    sortBy: ({ projectCount }) => projectCount,
    cell: (customer) => formatCount(customer().projectCount),
  },
  {
    id: 'users',
    title: 'Users',
    track: '80px',
    isNumber: true,
    sortBy: ({ userCount }) => userCount,
    cell: (customer) => formatCount(customer().userCount),
  },
  {
    id: 'created',
    title: 'Added',
    track: '110px',
    from: 960,
    isNumber: true,
    sortBy: ({ createdAt }) => Date.parse(createdAt),
    cell: (customer) => <Ago at={customer().createdAt} />,
  },
];

/** A customer on a phone. */
export function CustomerCard(props: { customer: Customer }): JSX.Element {
  return (
    <span class={styles.card}>
      <strong class="truncate">{props.customer.companyName}</strong>
      <Domain customer={props.customer} />
      <span class={styles.meta}>
        <span class="truncate">{contactOf(props.customer)[0] ?? ''}</span>
      </span>
      <span class={styles.meta}>
        <span>{counted(props.customer.projectCount, 'project', 'projects')}</span>
        <span>{counted(props.customer.userCount, 'user', 'users')}</span>
      </span>
    </span>
  );
}
