import { useNavigate } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show, Suspense, lazy } from 'solid-js';
import type { Customer } from '../../api.ts';
import { Skeleton } from '../../ui/parts.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { CustomerOverview } from './customer-overview.tsx';
import styles from './customers.module.css';

// Only the open one is needed.
const CustomerUsers = lazy(async () => ({ default: (await import('./customer-users.tsx')).CustomerUsers }));
const CustomerProjects = lazy(async () => ({ default: (await import('./customer-projects.tsx')).CustomerProjects }));
const CustomerLicences = lazy(async () => ({
  default: (await import('../licences/customer-licences.tsx')).CustomerLicences,
}));
const Activity = lazy(async () => ({ default: (await import('../activity/activity.tsx')).Activity }));

const TABS = ['overview', 'users', 'projects', 'licences', 'activity'] as const;
type TabName = (typeof TABS)[number];

/** The parts of a customer. The address says which one is open. */
export function CustomerTabs(props: { customer: Customer; tab: string | undefined }): JSX.Element {
  const navigate = useNavigate();
  const id = () => props.customer.id;
  const open = (): TabName => TABS.find((name) => name === props.tab) ?? 'overview';
  const later = (show: () => JSX.Element) => () => (
    <Suspense fallback={<Skeleton lines={4} height={50} />}>{show()}</Suspense>
  );
  return (
    <div>
      <Tabs<TabName>
        label="Parts of the customer"
        value={open()}
        bodyClass={styles.tab}
        onChange={(name) =>
          navigate(`/customers/${id()}${name === 'overview' ? '' : `/${name}`}`, { scroll: false, replace: true })
        }
        tabs={[
          { name: 'overview', label: 'Overview', show: () => <CustomerOverview customer={props.customer} /> },
          { name: 'users', label: 'Users', show: later(() => <CustomerUsers customer={props.customer} />) },
          { name: 'projects', label: 'Projects', show: later(() => <CustomerProjects customer={props.customer} />) },
          { name: 'licences', label: 'Licences', show: later(() => <CustomerLicences customer={props.customer} />) },
          {
            name: 'activity',
            label: 'Activity',
            show: later(() => (
              <Show when={id()} keyed>
                {(customerId) => <Activity customerId={customerId} />}
              </Show>
            )),
          },
        ]}
      />
    </div>
  );
}
