import type { Accessor } from 'solid-js';
import { createMemo } from 'solid-js';
import type { CustomerUser } from '../../api.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { USER_COLUMNS } from '../customers/user-columns.tsx';
import { LicenceBadges } from './licence-badges.tsx';
import { createAssignmentsQuery } from './queries.ts';

/** The columns of a customer's users, with the licences of each where there is any. */
export function createUserColumns(customerId: Accessor<string>): Accessor<readonly Column<CustomerUser>[]> {
  const assignments = createAssignmentsQuery(customerId);
  const byUser = createMemo(() => Map.groupBy(assignments.data ?? [], ({ userId }) => userId));
  const column: Column<CustomerUser> = {
    id: 'licence',
    title: 'Licence',
    track: 'minmax(170px, 2fr)',
    from: 700,
    sortBy: ({ id }) => byUser().get(id)?.[0]?.state ?? '',
    cell: (user) => <LicenceBadges licences={byUser().get(user().id) ?? []} />,
  };
  // Where nobody has one, the column would say nothing.
  const hasAny = createMemo(() => byUser().size > 0);
  return createMemo(() => (hasAny() ? [...USER_COLUMNS, column] : USER_COLUMNS));
}
