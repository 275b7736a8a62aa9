import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { Licences, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { Check } from '../../ui/check.tsx';
import facts from '../../ui/facts.module.css';
import { Icon } from '../../ui/icon.tsx';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import { Ledger } from './ledger.tsx';
import { formatMoney } from './licence-words.ts';
import styles from './licences.module.css';
import { Orders } from './orders.tsx';
import { PurchaseDialog } from './purchase-dialog.tsx';
import { createLicencesQuery, createReadAgain } from './queries.ts';

/** Balances, the switch, orders and the ledger. */
export default function LicencesPage(): JSX.Element {
  const licences = createLicencesQuery();
  const me = createMeQuery();
  createTitle(() => ['Licences', 'Settings']);
  const [isBuying, setBuying] = createSignal(false);
  const may = (action: 'licence.purchase' | 'licence.configure' | 'licence.audit') =>
    me.data !== undefined && can(me.data.role, action);
  return (
    <div class={page.narrow}>
      <header class={page.head}>
        <h1>Licences</h1>
        <Show when={may('licence.purchase') && licences.data}>
          <button type="button" class={button('primary')} onClick={() => setBuying(true)}>
            <Icon name="plus" /> Buy licences
          </button>
        </Show>
      </header>
      <Show when={licences.error}>
        <ProblemNotice
          problem={problemIn(licences.error)}
          tone={licences.data ? 'wait' : 'bad'}
          onRetry={() => void licences.refetch()}
        />
      </Show>
      <Show when={licences.data} fallback={licences.error ? undefined : <Skeleton lines={3} height={120} />}>
        {(data) => (
          <>
            <Show when={data().waitingMailboxes > 0}>
              <Notice tone="wait" role="status">
                <strong>
                  {data().waitingMailboxes === 1
                    ? '1 mailbox waits for a licence'
                    : `${formatCount(data().waitingMailboxes)} mailboxes wait for a licence`}
                </strong>
                <span>They continue automatically when licences become available.</span>
              </Notice>
            </Show>
            <LicenceSwitch licences={data()} mayTurn={may('licence.configure')} />
            <div class={styles.balances}>
              <For each={data().kinds}>{(kind) => <Balance kind={kind} currency={data().currency} />}</For>
            </div>
            <Show when={may('licence.audit')}>
              <Later>
                <Orders mayPay={may('licence.purchase')} />
                <Ledger />
              </Later>
            </Show>
            <Show when={isBuying()}>
              <PurchaseDialog licences={data()} onClose={() => setBuying(false)} />
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

function LicenceSwitch(props: { licences: Licences; mayTurn: boolean }): JSX.Element {
  const readAgain = createReadAgain();
  const [problem, setProblem] = createSignal<Problem>();
  const turn = async (isOn: boolean) => {
    setProblem();
    try {
      await read(api.licences.$patch({ json: { isOn } }));
    } catch (error) {
      setProblem(problemIn(error));
    }
    await readAgain();
  };
  return (
    <section class="card pad stack">
      <h2>Use of licences</h2>
      <Show
        when={props.mayTurn}
        fallback={
          <p>
            {props.licences.isOn
              ? 'On: each mailbox needs a licence for its pre-stage and full passes.'
              : 'Off: passes need no licences. An owner can turn them on.'}
          </p>
        }
      >
        <Check
          checked={props.licences.isOn}
          onChange={(isOn) => void turn(isOn)}
          hint="Each mailbox then needs a licence for its pre-stage and full passes. Verify, trial and retry-errors passes are free. When you turn this off, reserved licences are returned."
        >
          Require licences
        </Check>
      </Show>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
    </section>
  );
}

function Balance(props: { kind: Licences['kinds'][number]; currency: string }): JSX.Element {
  const covers = () =>
    props.kind.limitBytes === null
      ? 'All mailboxes of one customer user'
      : `One mailbox, up to ${formatBytes(props.kind.limitBytes)}`;
  return (
    <section class="card pad stack">
      <div class="stack tight">
        <h2>{LICENCE_NAMES[props.kind.kind]}</h2>
        <p class="muted">{covers()}</p>
      </div>
      <p>
        <span class={styles.figure}>{formatCount(props.kind.available)}</span> available
      </p>
      <dl class={facts.facts}>
        <dt>Reserved by passes</dt>
        <dd>{formatCount(props.kind.reserved)}</dd>
        <dt>Applied to users</dt>
        <dd>{formatCount(props.kind.applied)}</dd>
        <dt>Consumed</dt>
        <dd>{formatCount(props.kind.consumed)}</dd>
        <dt>Purchased</dt>
        <dd>{formatCount(props.kind.purchased)}</dd>
        <Show when={props.kind.refunded > 0}>
          <dt>Refunded</dt>
          <dd>{formatCount(props.kind.refunded)}</dd>
        </Show>
        <dt>Net price</dt>
        <dd>{formatMoney(props.kind.unitAmount, props.currency)}</dd>
      </dl>
    </section>
  );
}
