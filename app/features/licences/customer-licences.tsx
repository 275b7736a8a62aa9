import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createMemo, createSignal, lazy } from 'solid-js';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import { can } from '../../../worker/lib/permissions.ts';
import type { Customer, CustomerUser, LicenceAssignment, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import type { Column } from '../../ui/data-table/column.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { RowText } from '../../ui/row-text.tsx';
import { showToast } from '../../ui/toast.tsx';
import customerStyles from '../customers/customers.module.css';
import { createUsersQuery } from '../customers/queries.ts';
import { nameOf } from '../customers/user-columns.tsx';
import { createMeQuery } from '../session/queries.ts';
import { LicenceBadges } from './licence-badges.tsx';
import { createAssignmentsQuery, createLicencesQuery, createReadAgain } from './queries.ts';

const ApplyDialog = lazy(async () => ({ default: (await import('./apply-dialog.tsx')).ApplyDialog }));

type Line = CustomerUser & { licences: LicenceAssignment[] };

const COLUMNS: readonly Column<Line>[] = [
  {
    id: 'user',
    title: 'User',
    track: 'minmax(180px, 3fr)',
    sortBy: (user) => nameOf(user),
    cell: (user) => <RowText text={nameOf(user())} />,
  },
  {
    id: 'licence',
    title: 'Licence',
    track: 'minmax(220px, 3fr)',
    sortBy: ({ licences }) => licences[0]?.state ?? '',
    cell: (user) => <LicenceBadges licences={user().licences} />,
  },
  {
    id: 'by',
    title: 'Applied by',
    track: 'minmax(110px, 2fr)',
    from: 700,
    cell: (user) => <span class="muted">{user().licences[0]?.appliedBy ?? ''}</span>,
  },
];

/** Which users of a customer have a licence; applies licences and revokes them. */
export function CustomerLicences(props: { customer: Customer }): JSX.Element {
  const client = useQueryClient();
  const me = createMeQuery();
  const users = createUsersQuery(() => props.customer.id);
  const assignments = createAssignmentsQuery(() => props.customer.id);
  const licences = createLicencesQuery();
  const readLicences = createReadAgain();
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set());
  const [isApplying, setApplying] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const lines = createMemo((): Line[] => {
    const byUser = Map.groupBy(assignments.data ?? [], ({ userId }) => userId);
    return (users.data ?? []).map((user) => ({ ...user, licences: byUser.get(user.id) ?? [] }));
  });
  const picked = () => lines().filter(({ id }) => selected().has(id));
  const revocable = () => picked().flatMap(({ licences }) => licences.filter(({ state }) => state === 'applied'));
  // Not `disabled`: what was pressed keeps the focus, though there is nothing more to apply or revoke afterwards.
  const cannotApply = () => selected().size === 0 || isBusy();
  const cannotRevoke = () => revocable().length === 0 || isBusy();
  const mayApply = () => me.data !== undefined && can(me.data.role, 'licence.apply');
  const readAgain = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.customerLicences(props.customer.id) }),
      readLicences(),
    ]);
  };
  const revoke = async () => {
    setProblem();
    setBusy(true);
    const all = revocable();
    try {
      for (const { id } of all) await read(api['licence-assignments'][':id'].revoke.$post({ param: { id } }) as never);
      showToast(all.length === 1 ? 'The licence is available again.' : `${all.length} licences are available again.`);
      setSelected(new Set<string>());
    } catch (error) {
      setProblem(problemIn(error));
    }
    setBusy(false);
    await readAgain();
  };
  const failed = () => users.error ?? assignments.error ?? licences.error;
  const retry = () => {
    for (const query of [users, assignments, licences]) if (query.error) void query.refetch();
  };
  return (
    <div class="stack">
      <Show when={failed()}>
        {(error) => <ProblemNotice problem={problemIn(error())} tone={users.data ? 'wait' : 'bad'} onRetry={retry} />}
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={licences.data}>
        {(data) => (
          <p class="muted">
            {data().isOn ? '' : 'This workgroup does not require licences. '}
            Available:{' '}
            {data()
              .kinds.map(({ kind, available }) => `${formatCount(available)} × ${LICENCE_NAMES[kind]}`)
              .join(', ')}
          </p>
        )}
      </Show>
      <Switch>
        <Match when={users.data?.length === 0}>
          <div class="card">
            <Empty icon="account" title="No users yet">
              <p>Licences are applied to users. Add users in the Users tab, or mailboxes in a project.</p>
            </Empty>
          </div>
        </Match>
        <Match when={users.data && assignments.data}>
          <Show when={mayApply()}>
            <div class="row wrap">
              <button
                type="button"
                class={button('primary')}
                aria-disabled={cannotApply() || undefined}
                onClick={() => cannotApply() || setApplying(true)}
              >
                Apply licences
              </button>
              <button
                type="button"
                class={button()}
                aria-disabled={cannotRevoke() || undefined}
                onClick={() => cannotRevoke() || void revoke()}
              >
                {isBusy() ? 'Revoking …' : 'Revoke unused licences'}
              </button>
              <span class="small muted" role="status">
                {selected().size === 0 ? 'Select users first.' : `${formatCount(selected().size)} selected`}
              </span>
            </div>
          </Show>
          <div class={customerStyles.table}>
            <DataTable
              name="Users"
              rows={lines()}
              columns={COLUMNS}
              card={(user) => (
                <span class={customerStyles.card}>
                  <RowText text={nameOf(user())} />
                  <LicenceBadges licences={user().licences} />
                </span>
              )}
              nameOf={nameOf}
              selected={selected()}
              onSelect={setSelected}
              empty="No users."
              attributesOf={({ id }) => ({ 'data-user-id': id })}
            />
          </div>
        </Match>
        <Match when={!failed()}>
          <Skeleton lines={6} height={50} />
        </Match>
      </Switch>
      <Suspense>
        <Show when={isApplying() && licences.data}>
          {(data) => (
            <ApplyDialog
              customerId={props.customer.id}
              users={picked()}
              licences={data()}
              onDone={() => {
                setApplying(false);
                setSelected(new Set<string>());
                void readAgain();
              }}
              onClose={() => setApplying(false)}
            />
          )}
        </Show>
      </Suspense>
    </div>
  );
}
